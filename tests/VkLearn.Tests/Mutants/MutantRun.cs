using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace VkLearn.Tests.Mutants;

/// <summary>
/// Has mutants of good files read: each reads, or ends in the exception that its format documents, in bounded time and memory. What fails
/// says the mutant's number; VKLEARN_STRESS_FROM begins so many times <see cref="Some"/> further on.
/// </summary>
sealed class MutantRun
{
    const int Some = 120;

    static readonly TimeSpan longest = TimeSpan.FromMinutes(2); // for a machine that does other things too

    readonly Stopwatch current = new();
    int number, refused;

    /// <summary>Bytes that follow each other as they are, or words: 4.</summary>
    public int Unit { get; init; } = 1;

    /// <summary>Whether most changes are to keep a text's form.</summary>
    public bool IsText { get; init; }

    /// <summary>Managed bytes that reading one may ask for in all.</summary>
    public long MostBytes { get; init; } = 256 << 20;

    /// <summary>Puts checksums and the like right, in every second mutant, so that what lies behind them is reached.</summary>
    public Func<byte[], byte[]> Mended { get; init; } = static bytes => bytes;

    /// <param name="seeds">Good files.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="isTold">Whether an exception is the documented one.</param>
    public void Check(IReadOnlyList<byte[]> seeds, Action<byte[]> read, Func<Exception, bool> isTold)
    {
        Assert.All(seeds, read); // what is mutated is good
        int end = Some * (Stress.From + Stress.Times);
        Task all = Task.Run(() =>
        {
            for (number = Some * Stress.From; number < end; number++)
            {
                current.Restart();
                CheckOne(seeds, read, isTold);
            }
        });
        while (Task.WaitAny([all], TimeSpan.FromSeconds(1)) < 0)
        {
            Assert.True(current.Elapsed < longest, $"mutant {number} is not read after {current.Elapsed}");
        }

        all.GetAwaiter().GetResult();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{end - Some * Stress.From} mutants of {seeds.Count} files, {refused} of them refused"));
    }

    void CheckOne(IReadOnlyList<byte[]> seeds, Action<byte[]> read, Func<Exception, bool> isTold)
    {
        Mutator mutator = new(seeds, number, Unit, IsText);
        byte[] mutant = number % 2 == 0 ? mutator.Make() : Mended(mutator.Make());
        string name = $"mutant {number}, of seed {mutator.Seed}, {mutant.Length} bytes";
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(mutant);
        }
        catch (Exception refusal) when (isTold(refusal))
        {
            refused++;
        }
        catch (Exception other)
        {
            Assert.Fail($"{name}: {other}");
        }

        long asked = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(asked < MostBytes, $"{name} asked for {asked} bytes");
    }
}
