using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Formats;

public sealed class DirectoryLockTests
{
    readonly string directory = Path.Combine(TempFolder.New(), "checkpoints");

    [Fact]
    public void OneHoldsItAndTheOtherIsTold()
    {
        using (DirectoryLock.Take(directory))
        {
            Assert.StartsWith($"{directory}: another run keeps its checkpoints there now.",
                Assert.Throws<DataException>(() => DirectoryLock.Take(directory)).Message);
        }

        using DirectoryLock again = DirectoryLock.Take(directory);
    }

    [Fact]
    public void AFileIsNoDirectory()
    {
        File.WriteAllText(directory, "");
        Assert.Throws<IOException>(() => DirectoryLock.Take(directory));
    }

    [Fact]
    public void WhatOthersPutThereIsNotWrittenTo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        Directory.CreateDirectory(directory);
        string kept = Path.Combine(TempFolder.New(), "kept"), file = Path.Combine(directory, ".lock");
        File.WriteAllText(kept, "");
        File.CreateSymbolicLink(file, kept);
        Assert.StartsWith($"{file} is a link or no lock", Assert.Throws<IOException>(() => DirectoryLock.Take(directory)).Message);
        Assert.Equal("", File.ReadAllText(kept));
        File.Delete(file);
        File.WriteAllText(file, "words");
        Assert.Throws<IOException>(() => DirectoryLock.Take(directory));
        Assert.Equal("words", File.ReadAllText(file));
    }

    /// <summary>Two processes that write one file do not write into each other's; what one left that was killed goes in time.</summary>
    [Fact]
    public void TemporaryFilesAreAProcessesOwn()
    {
        Directory.CreateDirectory(directory);
        string file = Path.Combine(directory, "last");
        string fresh = Path.Combine(directory, ".last.1.tmp"), old = Path.Combine(directory, ".last.2.tmp");
        File.WriteAllText(fresh, "being written");
        File.WriteAllText(old, "left");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));

        DurableFile.Write(file, stream => stream.WriteByte(1));

        Assert.Equal([".last.1.tmp", "last"], Directory.GetFiles(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
