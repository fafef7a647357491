using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

public sealed class ReplacedFileTests
{
    readonly string folder = TempFolder.New();

    string Path(string name) => System.IO.Path.Combine(folder, name);

    [Fact]
    public void TheFileIsTheOldOneOrTheNew()
    {
        string path = Path("file");
        ReplacedFile.Write(path, file => file.WriteByte(1));
        Assert.Throws<FormatException>(() => ReplacedFile.Write(path, file =>
        {
            file.WriteByte(2);
            throw new FormatException();
        }));
        Assert.Equal([1], File.ReadAllBytes(path));
        ReplacedFile.Write(path, file => file.WriteByte(3));
        Assert.Equal([3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void NobodyCanKnowTheNameBeside() =>
        Assert.NotEqual(ReplacedFile.NewNameBeside(Path("file")), ReplacedFile.NewNameBeside(Path("file")));

    [Fact]
    public void ALinkThatOthersPutThereIsNotFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        File.WriteAllText(Path("kept"), "kept");
        File.CreateSymbolicLink(Path("link"), Path("kept"));
        Assert.ThrowsAny<IOException>(() => ReplacedFile.Create(Path("link")).Dispose());
        ReplacedFile.Write(Path("link"), file => file.WriteByte(1)); // the link itself is replaced
        Assert.Equal("kept", File.ReadAllText(Path("kept")));
        Assert.Equal([1], File.ReadAllBytes(Path("link")));
    }
}
