using System.Buffers.Binary;
using VkLearn.Formats;

namespace VkLearn.Tests.Training;

/// <summary>
/// Weights as PyTorch saves them: random ones under its names, sorted by name. And what they make of an input, computed here in double
/// precision from the same numbers, by names.
/// </summary>
sealed class TorchFile(int seed)
{
    readonly Random random = new(seed);
    readonly SortedDictionary<string, (Shape Shape, float[] Values)> tensors = new(StringComparer.Ordinal);
    readonly List<string> counts = [];

    public float[] this[string name] => tensors[name].Values;

    /// <summary>Adds numbers about 0.</summary>
    public void Add(string name, Shape shape, double scale) => Add(name, shape, () => (2 * random.NextDouble() - 1) * scale);

    void Add(string name, Shape shape, Func<double> value) =>
        tensors.Add(name, (shape, [.. Enumerable.Range(0, (int)shape.Count).Select(_ => (float)value())]));

    public void AddLinear(string name, int inputs, int outputs)
    {
        Add($"{name}.weight", [outputs, inputs], 2 / Math.Sqrt(inputs));
        Add($"{name}.bias", [outputs], 0.5);
    }

    public void AddConv(string name, int inputs, int outputs, int kernel, bool bias = true)
    {
        Add($"{name}.weight", [outputs, inputs, kernel, kernel], 1.5 / Math.Sqrt(inputs * kernel * kernel));
        if (bias)
        {
            Add($"{name}.bias", [outputs], 0.3);
        }
    }

    public void AddNorm(string name, int channels, bool isBatch = true)
    {
        Add($"{name}.weight", [channels], () => 0.5 + random.NextDouble());
        Add($"{name}.bias", [channels], 0.3);
        if (isBatch)
        {
            Add($"{name}.running_mean", [channels], 0.2);
            Add($"{name}.running_var", [channels], () => 0.5 + random.NextDouble());
            counts.Add($"{name}.num_batches_tracked");
        }
    }

    public void Write(string path) => SafetensorsWriter.Write(path,
    [
        .. tensors.Select(one => new StoredTensor(one.Key, SafetensorsType.F32, one.Value.Shape,
            one.Value.Values.SelectMany(BitConverter.GetBytes).ToArray())),
        .. counts.Select(name => new StoredTensor(name, SafetensorsType.I64, [], BitConverter.GetBytes(7L))),
    ], new Dictionary<string, string> { ["format"] = "pt" });

    public double[] Linear(string name, double[] x)
    {
        (Shape shape, float[] weight) = tensors[$"{name}.weight"];
        return [.. Enumerable.Range(0, shape[0]).Select(o =>
            this[$"{name}.bias"][o] + Enumerable.Range(0, shape[1]).Sum(i => weight[o * shape[1] + i] * x[i]))];
    }

    /// <param name="x">[channels, size, size].</param>
    public double[] Conv(string name, double[] x, int size, int padding, int stride = 1)
    {
        (Shape shape, float[] weight) = tensors[$"{name}.weight"];
        (int outputs, int inputs, int kernel) = (shape[0], shape[1], shape[2]);
        int made = (size + 2 * padding - kernel) / stride + 1;
        double[] y = new double[outputs * made * made];
        for (int at = 0; at < y.Length; at++)
        {
            (int o, int row, int column) = (at / (made * made), at / made % made, at % made);
            double sum = tensors.TryGetValue($"{name}.bias", out var bias) ? bias.Values[o] : 0;
            for (int k = 0; k < inputs * kernel * kernel; k++)
            {
                (int i, int r) = (k / (kernel * kernel), row * stride - padding + k / kernel % kernel);
                int c = column * stride - padding + k % kernel;
                bool isInside = r >= 0 && r < size && c >= 0 && c < size;
                sum += isInside ? weight[o * inputs * kernel * kernel + k] * x[(i * size + r) * size + c] : 0;
            }

            y[at] = sum;
        }

        return y;
    }

    public double[] BatchNorm(string name, double[] x)
    {
        float[] weight = this[$"{name}.weight"], bias = this[$"{name}.bias"];
        float[] mean = this[$"{name}.running_mean"], variance = this[$"{name}.running_var"];
        int each = x.Length / weight.Length;
        return [.. x.Select((value, i) =>
            (value - mean[i / each]) / Math.Sqrt(variance[i / each] + 1e-5) * weight[i / each] + bias[i / each])];
    }

    public double[] LayerNorm(string name, double[] x)
    {
        double mean = x.Average(), variance = x.Average(value => (value - mean) * (value - mean));
        float[] weight = this[$"{name}.weight"], bias = this[$"{name}.bias"];
        return [.. x.Select((value, i) => (value - mean) / Math.Sqrt(variance + 1e-5) * weight[i] + bias[i])];
    }

    public static double[] Relu(double[] x) => [.. x.Select(value => Math.Max(0, value))];

    public static double[] MaxPool(double[] x, int size) => [.. Enumerable.Range(0, x.Length / 4).Select(at =>
    {
        int half = size / 2, first = (at / (half * half) * size + at / half % half * 2) * size + at % half * 2;
        return new[] { x[first], x[first + 1], x[first + size], x[first + size + 1] }.Max();
    })];
}
