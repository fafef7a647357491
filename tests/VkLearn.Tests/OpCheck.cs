using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Primitives;
using Xunit.Sdk;

namespace VkLearn.Tests;

/// <summary>One op on inputs of some types: random values, the kernels on them, and what must come out.</summary>
sealed class OpCheck
{
    const uint Time = 41;

    readonly GpuDevice gpu;
    readonly string name;
    readonly Func<Tensor[], Tensor[]> body;
    readonly Tolerance tolerance;
    readonly Input[] inputs;
    readonly int seed;
    readonly Array[] values;

    public OpCheck(GpuDevice gpu, string name, Func<Tensor[], Tensor[]> body, Tolerance tolerance, Input[] inputs)
    {
        (this.gpu, this.name, this.body, this.tolerance, this.inputs) = (gpu, name, body, tolerance, inputs);
        seed = int.TryParse(Environment.GetEnvironmentVariable("VKLEARN_TEST_SEED"), out int given) ? given
            : (int)(Streams.Of($"{name}{string.Join<Input>(", ", inputs)}") & int.MaxValue);
        System.Random random = new(seed);
        values = [.. inputs.Select(input => input.Values(random))];
    }

    Clock Clock => new((uint)seed, Time);

    public void Forward() => OpTable.Add(name, forward: Compare("forward", body, tolerance.Forward));

    public void Gradient() => OpTable.Add(name, gradient: Compare("gradient", Gradients, tolerance.Gradient));

    /// <param name="ofSums">Whether what is much shorter than an input counts as large as a random walk of as many steps is long.</param>
    public void CompareGradient(string what, bool ofSums) => Compare(what, Gradients, tolerance.Gradient, ofSums);

    public void SecondGradient() => OpTable.Add(name, second: Compare("second gradient", SecondGradients, tolerance.Second));

    /// <summary>The gradients of the outputs' sum, each element by a weight of its own.</summary>
    Tensor[] Gradients(Tensor[] x) => SumOf(Weighted(body(x))).Gradients(Floats(x));

    Tensor[] SecondGradients(Tensor[] x) => SumOf(Gradients(x).Select(gradient => gradient.Square())).Gradients(Floats(x));

    static Tensor[] Weighted(Tensor[] outputs)
    {
        System.Random random = new(outputs.Length);
        return [.. outputs.Where(output => output.Type == DType.Float32).Select(output => output * Weights(random, output.Shape))];
    }

    static Tensor Weights(System.Random random, Shape shape) =>
        Tensor.From([.. Enumerable.Range(0, (int)shape.Count).Select(_ => random.NextSingle() + 0.5f)], shape);

    static Tensor SumOf(IEnumerable<Tensor> tensors) => tensors.Select(tensor => tensor.Sum()).Aggregate((a, b) => a + b);

    static Tensor[] Floats(Tensor[] x) => [.. x.Where(input => input.Type == DType.Float32)];

    /// <summary>
    /// The worst error of kernels against float64; throws if it is above what is allowed, or the bits differ the second time.
    /// </summary>
    public double Compare(string what, Func<Tensor[], Tensor[]> stage, double allowed, bool ofSums = false)
    {
        double longest = inputs.Select(input => input.Type.Shape.Count).DefaultIfEmpty().Max();
        float[][] actual = OnDevice(stage, times: 2);
        SameBits(what, actual, OnDevice(stage, times: 1));
        (double[][] expected, _) = InFloat64(stage);
        double worst = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double terms = longest / Math.Max(1, actual[i].Length), least = ofSums && terms > 1000 ? Math.Sqrt(terms) : tolerance.Least;
            double error = Error(actual[i], expected[i], tolerance.Floor, least);
            if (!(error <= allowed))
            {
                throw Failure($"{what} {i}: relative error {error:g3}, allowed {allowed:g3}; {Worst(actual[i], expected[i])}");
            }

            worst = Math.Max(worst, error);
        }

        return worst;
    }

    float[][] OnDevice(Func<Tensor[], Tensor[]> stage, int times)
    {
        Session session = Session.Of(gpu);
        gpu.Seed(Clock.Seed);
        using Recording recording = gpu.Record(
            () => stage([.. values.Select((value, i) => Constant(value, inputs[i].Type.Shape))]), name: name);
        float[][] first = [];
        for (int i = 0; i < times; i++)
        {
            session.Counters.Write(Counters.ClockSlot, Time);
            recording.Replay();
            float[][] read = [.. recording.Results.Select(result => result.ToArray())];
            if (i > 0)
            {
                SameBits("replay", first, read);
            }

            first = read;
        }

        return first;
    }

    static Tensor Constant(Array value, Shape shape) => value switch
    {
        int[] ints => Tensor.From(ints, shape),
        byte[] bytes => Tensor.From(bytes, shape),
        _ => Tensor.From((float[])value, shape),
    };

    /// <summary>The stage in float64, and a way to run it again with other inputs.</summary>
    (double[][] Values, Func<double[][], double[][]> Again) InFloat64(Func<Tensor[], Tensor[]> stage)
    {
        Tensor[] leaves = [.. inputs.Select((input, i) => new Tensor(input.Type, leaf: new InputLeaf(i)))];
        Tensor[] outputs;
        using (Trace.Begin(new Trace()))
        {
            outputs = stage(leaves);
        }

        return (Again(Doubles()), Again);

        double[][] Again(double[][] x)
        {
            Interpreter interpreter = new(Clock);
            for (int i = 0; i < leaves.Length; i++)
            {
                interpreter.Bind(leaves[i], x[i]);
            }

            return interpreter.Values(outputs);
        }
    }

    double[][] Doubles() => [.. values.Select(value => value.Cast<object>().Select(Convert.ToDouble).ToArray())];

    /// <summary>Compares the gradient in float64 with central differences, at a few elements of each input.</summary>
    public void Differences()
    {
        const int elements = 4, most = 6000;
        if (inputs.Sum(input => input.Type.Shape.Count) > most)
        {
            return;
        }

        double[][] gradients = InFloat64(Gradients).Values;
        Func<double[][], double[][]> terms = InFloat64(x => Weighted(body(x))).Again;
        System.Random random = new(seed);
        int[] floats = [.. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].IsFloat)];
        for (int i = 0; i < floats.Length; i++)
        {
            for (int n = 0; n < elements; n++)
            {
                int at = random.Next(gradients[i].Length);
                double difference = Difference(terms, floats[i], at), gradient = gradients[i][at];
                if (!(Math.Abs(difference - gradient) <= tolerance.Differences * Math.Max(1, Math.Abs(gradient))))
                {
                    throw Failure($"gradient of input {floats[i]}, element {at}: {gradient} in float64, {difference} by differences");
                }
            }
        }
    }

    /// <summary>Term by term before they are summed, so that those it does not touch leave no rounding.</summary>
    double Difference(Func<double[][], double[][]> terms, int input, int element)
    {
        const double step = 1e-5;
        double[][] x = Doubles();
        double at = x[input][element];
        x[input][element] = at + step;
        double[][] above = terms(x);
        x[input][element] = at - step;
        return above.Zip(terms(x), (a, b) => a.Zip(b, (p, q) => p - q).Sum()).Sum() / (2 * step);
    }

    void SameBits(string what, float[][] first, float[][] second)
    {
        for (int i = 0; i < first.Length; i++)
        {
            int differs = Enumerable.Range(0, first[i].Length).FirstOrDefault(
                j => !BitConverter.SingleToUInt32Bits(first[i][j]).Equals(BitConverter.SingleToUInt32Bits(second[i][j])), -1);
            if (differs >= 0)
            {
                throw Failure($"{what} {i}: element {differs} was {first[i][differs]:g9}, then {second[i][differs]:g9}");
            }
        }
    }

    /// <summary>The largest error of any element, relative to it or to the floor's share of the root mean square.</summary>
    public static double Error(float[] actual, double[] expected, double floor, double smallest = 0)
    {
        double least = Math.Max(Math.Max(1.2e-38, smallest), floor * RootMeanSquare(expected));
        return Enumerable.Range(0, actual.Length).Select(i => Error(actual[i], expected[i], least)).DefaultIfEmpty(0).Max();
    }

    static double Error(float actual, double expected, double least) =>
        double.IsNaN(expected) ? (float.IsNaN(actual) ? 0 : double.PositiveInfinity)
        : float.IsInfinity((float)expected) ? (actual == (float)expected ? 0 : double.PositiveInfinity)
        : float.IsFinite(actual) ? Math.Abs(actual - expected) / Math.Max(Math.Abs(expected), least)
        : double.PositiveInfinity;

    static double RootMeanSquare(double[] values) =>
        Math.Sqrt(values.Where(double.IsFinite).Select(x => x * x).DefaultIfEmpty(0).Average());

    static string Worst(float[] actual, double[] expected)
    {
        double least = Math.Max(1.2e-38, 0.1 * RootMeanSquare(expected));
        int at = Enumerable.Range(0, actual.Length).MaxBy(i => Error(actual[i], expected[i], least));
        return $"element {at} of {actual.Length} is {actual[at]:g9}, should be {expected[at]:g17}";
    }

    XunitException Failure(string what) => new($"{name} of {string.Join<Input>(" and ", inputs)} (VKLEARN_TEST_SEED={seed}): {what}.");
}
