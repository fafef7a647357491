using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Benchmarks;

/// <summary>A case on a device: its values, what must come out by float64, and each variant's error and time.</summary>
sealed class Trial
{
    const uint Seed = 1, Time = 41; // of random numbers

    readonly GpuDevice gpu;
    readonly Case work;
    readonly Array[] values;
    readonly double[][] expected;
    readonly long bytes;

    public Trial(GpuDevice gpu, Case work)
    {
        (this.gpu, this.work) = (gpu, work);
        System.Random random = new(7);
        values = [.. work.Operands.Select(operand => operand.Values(random))];
        Tensor[] leaves = [.. work.Operands.Select((operand, i) => new Tensor(operand.Type, leaf: new InputLeaf(i)))];
        Tensor[] outputs;
        using (Trace.Begin(new Trace()))
        {
            outputs = work.Body(leaves);
        }

        bytes = work.Bytes ?? leaves.Concat(outputs).Sum(tensor => tensor.TensorType.Bytes);
        expected = InFloat64(leaves, outputs);
    }

    double[][] InFloat64(Tensor[] leaves, Tensor[] outputs)
    {
        Interpreter interpreter = new(new Clock(Seed, Time));
        for (int i = 0; i < leaves.Length; i++)
        {
            interpreter.Bind(leaves[i], Doubles(values[i]));
        }

        return interpreter.Values(outputs);
    }

    static double[] Doubles(Array values) => values switch
    {
        int[] ints => Array.ConvertAll(ints, x => (double)x),
        byte[] bytes => Array.ConvertAll(bytes, x => (double)x),
        _ => Array.ConvertAll((float[])values, x => (double)x),
    };

    /// <summary>The first replay against float64; timed only if it is right.</summary>
    public Measured Run(Variant variant, double seconds)
    {
        using Recording recording = Record(variant);
        double error = Error(recording);
        bool isRight = error <= work.Allowed;
        return new Measured(work.Op, work.Size, Kernels(variant, recording), variant.IsChosen)
        {
            Error = error,
            IsRight = isRight,
            Seconds = isRight ? Replays.Seconds(gpu, recording.RecordInto, seconds) : double.NaN,
            Dispatches = recording.Dispatches,
            Flops = work.Flops,
            Bytes = bytes,
        };
    }

    Recording Record(Variant variant)
    {
        const string name = "VKLEARN_GEMM";
        string? before = Environment.GetEnvironmentVariable(name);
        gpu.Seed(Seed);
        try
        {
            Environment.SetEnvironmentVariable(name, variant.Name ?? before);
            Func<Tensor>[] operands = [.. work.Operands.Select((operand, i) => operand.On(gpu, values[i]))];
            return gpu.Record(() => work.Body([.. operands.Select(operand => operand())]), name: $"{work.Op} {work.Size}");
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, before);
        }
    }

    double Error(Recording recording)
    {
        Session.Of(gpu).Counters.Write(Counters.ClockSlot, Time);
        recording.Replay();
        return recording.Results.Select((result, i) => Error(result.ToArray(), expected[i])).Max();
    }

    /// <summary>The largest error of any element, relative to it or, where terms cancel, to the root mean square.</summary>
    static double Error(float[] actual, double[] expected)
    {
        double least = Math.Max(1e-30, Math.Sqrt(expected.Select(x => x * x).Average())), worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(actual[i] - expected[i]) / Math.Max(Math.Abs(expected[i]), least);
            worst = error <= worst ? worst : double.IsNaN(error) ? double.PositiveInfinity : error;
        }

        return worst;
    }

    static string Kernels(Variant variant, Recording recording) => variant.Name ?? string.Join(" + ", recording.Commands
        .Select(command => command is KernelCommand kernel ? Path.GetFileNameWithoutExtension(kernel.Code.Name) : "copy").Distinct());
}
