using System.Text.Json;

namespace VkLearn.Benchmarks;

/// <summary>What came out for one variant of a case, or for a cost of the driver.</summary>
/// <param name="Kernels">The shaders that did it, or the variant's name.</param>
/// <param name="IsChosen">Whether the compiler takes these.</param>
sealed record Measured(string Op, string Size, string Kernels, bool IsChosen)
{
    /// <summary>Largest relative error against float64; null where nothing is computed.</summary>
    public double? Error { get; init; }

    public bool IsRight { get; init; } = true;

    /// <summary>Of one replay; NaN where the result was wrong.</summary>
    public required double Seconds { get; init; }

    public int Dispatches { get; init; } = 1;
    public double Flops { get; init; }
    public long Bytes { get; init; }

    double FlopShare(Ceilings ceilings) => Flops / Seconds / ceilings.Flops.PerSecond;
    double ByteShare(Ceilings ceilings) => Bytes / Seconds / ceilings.Bytes.PerSecond;

    bool IsArithmetic(Ceilings ceilings) => Flops > 0 && FlopShare(ceilings) >= ByteShare(ceilings);

    /// <summary>The rate of what bounds it: arithmetic or bytes, whichever is nearer to its ceiling.</summary>
    public string Rate(Ceilings ceilings) =>
        Flops == 0 && Bytes == 0 ? ""
        : IsArithmetic(ceilings) ? $"{Flops / Seconds / 1e9:0.0} GFLOP/s"
        : $"{Bytes / Seconds / 1e9:0.00} GB/s";

    public string Share(Ceilings ceilings) =>
        Flops == 0 && Bytes == 0 ? "" : $"{100 * Math.Max(FlopShare(ceilings), ByteShare(ceilings)):0}%";

    public void Write(Utf8JsonWriter line, Ceilings ceilings)
    {
        line.WriteString("op", Op);
        line.WriteString("size", Size);
        line.WriteString("kernels", Kernels);
        line.WriteBoolean("chosen", IsChosen);
        line.WriteBoolean("right", IsRight);
        WriteNumber(line, "error", Error ?? double.NaN);
        WriteNumber(line, "us", Seconds * 1e6);
        line.WriteNumber("dispatches", Dispatches);
        WriteNumber(line, "gflops", Flops / Seconds / 1e9);
        WriteNumber(line, "gbs", Bytes / Seconds / 1e9);
        WriteNumber(line, "ofCeiling", Math.Max(FlopShare(ceilings), ByteShare(ceilings)));
        line.WriteString("bound", IsArithmetic(ceilings) ? "arithmetic" : "bytes");
    }

    /// <summary>JSON has no NaN and no infinity.</summary>
    static void WriteNumber(Utf8JsonWriter line, string name, double value)
    {
        if (double.IsFinite(value))
        {
            line.WriteNumber(name, double.Parse($"{value:g6}"));
        }
        else
        {
            line.WriteNull(name);
        }
    }
}
