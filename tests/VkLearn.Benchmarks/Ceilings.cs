using System.Text.Json;
using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Benchmarks;

/// <summary>The most that our own shaders get out of this device, over some shapes of launch.</summary>
/// <param name="Flops">Multiplications and additions (MulAdd.comp).</param>
/// <param name="Bytes">Read and written (Copy.comp, CopyPairs.comp).</param>
sealed record Ceilings(Ceiling Flops, Ceiling Bytes)
{
    const uint Steps = 16; // as in MulAdd.comp
    const uint Rounds = 256;

    /// <exception cref="InvalidOperationException">The device computed something else.</exception>
    public static Ceilings Of(GpuDevice gpu, int elements, double seconds)
    {
        uint[] locals = gpu.Info.SubgroupSize <= 16 ? [16, 64, 256] : [64, 128, 256];
        float[] values = [.. Enumerable.Range(0, elements).Select(i => (float)i)];
        using GpuBuffer x = gpu.Memory.Allocate(elements * sizeof(float), "ceiling"), y = gpu.Memory.Allocate(x.Bytes, "ceiling copy");
        gpu.Staging.Upload<float>(values, x);
        Ceiling flops = Best(from local in locals from chains in (uint[])[4, 8, 12, 16] select MulAdd(gpu, y, local, chains, seconds));
        Ceiling bytes = Best(
            from local in locals from width in gpu.Info.HasInt64 ? (uint[])[4, 8, 16] : [4, 16]
            from inARow in ((uint Flight, uint Rounds)[])[(1, 1), (1, 16), (4, 1)]
            select Copy(gpu, x, y, local, width, inARow.Flight, inARow.Rounds, seconds));
        return new Ceilings(flops, bytes);
    }

    static Ceiling Best(IEnumerable<Ceiling> all) => all.MaxBy(ceiling => ceiling.PerSecond)!;

    public void Write(Utf8JsonWriter line, DeviceInfo device)
    {
        line.WriteString("device", device.Name);
        line.WriteString("driver", device.Driver);
        line.WriteString("apiVersion", device.ApiVersion);
        line.WriteNumber("subgroupSize", device.SubgroupSize);
        line.WriteNumber("mulAddGflops", Math.Round(Flops.PerSecond / 1e9, 2));
        line.WriteString("mulAddLaunch", Flops.Launch);
        line.WriteNumber("copyGbs", Math.Round(Bytes.PerSecond / 1e9, 3));
        line.WriteString("copyLaunch", Bytes.Launch);
        line.WriteString("times", Replays.Method);
    }

    static Ceiling MulAdd(GpuDevice gpu, GpuBuffer y, uint local, uint chains, double seconds)
    {
        int n = gpu.Info.Type == "cpu" ? 1 << 12 : 1 << 20;
        Launch launch = new(gpu, "MulAdd.comp", Groups.Linear(n, local), local, [("CHAINS", chains)], [y, (uint)n, Rounds, 1f, 1f]);
        launch.Run();
        float[] sums = new float[n];
        gpu.Staging.Download<float>(y, sums);
        for (uint i = 0; i < n; i++)
        {
            // A chain begins at the invocation's index in its workgroup plus its own, and each step adds 1.
            Expect("MulAdd.comp", chains * (i % local + Rounds * Steps) + chains * (chains - 1) / 2, sums[i]);
        }

        return new Ceiling(2.0 * n * chains * Rounds * Steps / Replays.Seconds(gpu, launch.Record, seconds),
            $"{chains} chains, local size {local}");
    }

    /// <param name="x">Holds 0, 1, 2, ...</param>
    /// <param name="width">Bytes of a load.</param>
    /// <param name="rounds">Of an invocation: the fewer workgroups, the more.</param>
    static Ceiling Copy(GpuDevice gpu, GpuBuffer x, GpuBuffer y, uint local, uint width, uint flight, uint rounds, double seconds)
    {
        string shader = width == 8 ? "CopyPairs.comp" : "Copy.comp";
        uint loads = (uint)(x.Bytes / width);
        gpu.Staging.Fill(y, 0, y.Bytes);
        Constant wide = new("WIDE", width == 16 ? 1u : 0u, IsOptional: true); // pairs are not
        Launch launch = new(
            gpu, shader, Groups.Linear(loads / (flight * rounds), local), local, [wide, ("FLIGHT", flight)], [x, y, loads]);
        launch.Run();
        float[] copied = new float[x.Bytes / sizeof(float)];
        gpu.Staging.Download<float>(y, copied);
        Expect(shader, copied.Length, copied.Where((value, i) => value == i).Count());
        return new Ceiling(2.0 * x.Bytes / Replays.Seconds(gpu, launch.Record, seconds),
            $"{width} bytes a load, {flight} in flight, {rounds} round{(rounds == 1 ? "" : "s")}, local size {local}");
    }

    static void Expect(string shader, double expected, double received)
    {
        if (expected != received)
        {
            throw new InvalidOperationException($"{shader} must give {expected}, this device gives {received}: no figure of it counts.");
        }
    }
}

/// <summary>The best figure and the launch that gave it.</summary>
sealed record Ceiling(double PerSecond, string Launch);
