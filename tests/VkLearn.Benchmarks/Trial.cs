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
        gpu.Seed(Seed);
        Place?[] places = [.. work.Operands.Select(NewPlace)];
        using Recording recording = Record(variant, places);
        double error = Error(recording, places);
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

    Place? NewPlace(Operand operand, int index) => operand.Holding switch
    {
        Holding.Counter => gpu.NewCounter($"operand {index}"),
        Holding.Place => NewState(operand, index),
        _ => null,
    };

    State NewState(Operand operand, int index)
    {
        State state = new($"operand {index}", operand.Type.Shape);
        Session.Of(gpu).Settle(state);
        state.Load((float[])values[index]);
        return state;
    }

    Recording Record(Variant variant, Place?[] places)
    {
        const string name = "VKLEARN_GEMM";
        string? before = Environment.GetEnvironmentVariable(name);
        try
        {
            Environment.SetEnvironmentVariable(name, variant.Name ?? before);
            Tensor[] constants = [.. work.Operands.Select((operand, i) => operand.Constant(values[i]))];
            return gpu.Record(() => Update(places, work.Body([.. constants.Select((constant, i) => places[i]?.Value ?? constant)])),
                name: $"{work.Op} {work.Size}");
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, before);
        }
    }

    Tensor[] Update(Place?[] places, Tensor[] results)
    {
        for (int i = 0; i < work.Updates.Length; i++)
        {
            ((State)places[work.Updates[i]]!).Assign(results[i]);
        }

        return work.Updates.Length == 0 ? results : [];
    }

    double Error(Recording recording, Place?[] places)
    {
        Session.Of(gpu).Counters.Write(Counters.ClockSlot, Time);
        recording.Replay();
        IEnumerable<float[]> actual = work.Updates.Length == 0 ? recording.Results.Select(result => result.ToArray())
            : work.Updates.Select(place => places[place]!.ToArray());
        return actual.Zip(expected, Error).Max();
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
