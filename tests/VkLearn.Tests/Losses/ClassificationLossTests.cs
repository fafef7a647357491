using VkLearn.Formats;
using VkLearn.Losses;
using Xunit;

namespace VkLearn.Tests.Losses;

/// <summary>Losses of rows by their labels, against the formulas in double; labels below 0 count in none.</summary>
public sealed class ClassificationLossTests(GpuFixture fixture) : OpTests(fixture)
{
    const int Classes = 5;

    static readonly float[] Weights = [0.5f, 2, 1, 0, 3];
    static readonly int[] Labels = [1, -1, 4, 0, 3, -100, 2, 1];
    static readonly float[] Logits = [.. Enumerable.Range(0, Labels.Length * Classes).Select(i => 3 * MathF.Sin(i * 1.7f))];

    static double[] LogSoftmax(double[] x) => [.. x.Select(value => value - x.Max() - Math.Log(x.Sum(v => Math.Exp(v - x.Max()))))];

    static double Hinge(double[] x, int label, double margin, int power) => x
        .Select((value, j) => j == label ? 0 : Math.Pow(Math.Max(0, margin - x[label] + value), power)).Average();

    static double Focal(double[] x, int label, double gamma)
    {
        double log = LogSoftmax(x)[label];
        return -Math.Pow(1 - Math.Exp(log), gamma) * log;
    }

    public static TheoryData<string, Func<Tensor, Tensor, float[]?, Reduction, Tensor>, Func<double[], int, double>> Losses => new()
    {
        { "SoftmaxCrossEntropy", (x, l, w, r) => Loss.SoftmaxCrossEntropy(x, l, 0, w, r), (x, l) => -LogSoftmax(x)[l] },
        { "NegativeLogLikelihood", (x, l, w, r) => Loss.NegativeLogLikelihood(x, l, w, r), (x, l) => -x[l] },
        { "Hinge", (x, l, w, r) => Loss.Hinge(x, l, 1.5f, w, r), (x, l) => Hinge(x, l, 1.5, 1) },
        { "SquaredHinge", (x, l, w, r) => Loss.SquaredHinge(x, l, 1, w, r), (x, l) => Hinge(x, l, 1, 2) },
        {
            "OneVsRestSquaredHinge", (x, l, w, r) => Loss.OneVsRestSquaredHinge(x, l, w, r),
            (x, l) => x.Select((value, j) => Math.Pow(Math.Max(0, 1 - (j == l ? value : -value)), 2)).Sum()
        },
        { "Focal", (x, l, w, r) => Loss.Focal(x, l, 2, w, r), (x, l) => Focal(x, l, 2) },
        { "Focal, gamma 0", (x, l, w, r) => Loss.Focal(x, l, 0, w, r), (x, l) => -LogSoftmax(x)[l] },
        { "Focal, gamma 0.5", (x, l, w, r) => Loss.Focal(x, l, 0.5f, w, r), (x, l) => Focal(x, l, 0.5) },
    };

    [Theory, MemberData(nameof(Losses), DisableDiscoveryEnumeration = true)]
    public void IsTheFormulaOverWhatCounts(
        string name, Func<Tensor, Tensor, float[]?, Reduction, Tensor> loss, Func<double[], int, double> formula)
    {
        foreach (float[]? weights in (float[]?[])[null, Weights])
        {
            double[] weight = [.. Labels.Select(label => label < 0 ? 0 : weights?[label] ?? 1)];
            double[] each = [.. Labels.Select((label, row) => label < 0 ? 0
                : weight[row] * formula([.. Logits.Skip(row * Classes).Take(Classes).Select(x => (double)x)], label))];

            AssertClose(each, Of(loss, weights, Reduction.None), 3e-6);
            AssertClose([each.Sum()], Of(loss, weights, Reduction.Sum), 3e-6);
            AssertClose([each.Sum() / weight.Sum()], Of(loss, weights, Reduction.Mean), 3e-6);
            Check($"Loss.{name}", x => [loss(x[0], Tensor.From(Labels, [Labels.Length]), weights, Reduction.Mean)],
                new Tolerance(Forward: 3e-6, Gradient: 1e-5, Smooth: false), Input.Of([Labels.Length, Classes]));
        }
    }

    float[] Of(Func<Tensor, Tensor, float[]?, Reduction, Tensor> loss, float[]? weights, Reduction reduction) => Run(
        x => loss(x[0], x[1], weights, reduction), Tensor.From(Logits, [Labels.Length, Classes]), Tensor.From(Labels, [Labels.Length]));

    /// <summary>A label that is known to count and one that is not take other ways to the same bits.</summary>
    [Theory, MemberData(nameof(Losses), DisableDiscoveryEnumeration = true)]
    public void WhereAllCountNothingChanges(
        string name, Func<Tensor, Tensor, float[]?, Reduction, Tensor> loss, Func<double[], int, double> formula)
    {
        int[] labels = [.. Labels.Select(label => Math.Max(0, label))];
        State notKnown = new("label", [labels.Length], type: DType.Int32);
        using Recording known = Record(Tensor.From(labels, [labels.Length])), asked = Record(notKnown);
        notKnown.Load(Array.ConvertAll(labels, label => (float)label));
        known.Replay();
        asked.Replay();

        Assert.NotEqual("", name);
        Assert.True(double.IsFinite(formula([1, 2, 3, 4, 5], 0)));
        Assert.Equal(known.Results.Select(result => result.ToArray()), asked.Results.Select(result => result.ToArray()));

        Recording Record(Tensor label) => Gpu.Record(() =>
        {
            Tensor x = Tensor.From(Logits, [labels.Length, Classes]), mean = loss(x, label, null, Reduction.Mean);
            return new[] { mean, mean.Gradients([x])[0] };
        });
    }

    /// <summary>A row that does not count is not looked at, so that no number in it is one in the loss or in a gradient.</summary>
    [Theory, MemberData(nameof(Losses), DisableDiscoveryEnumeration = true)]
    public void WhatDoesNotCountMayBeNoNumberAndABatchOfNothingIsZero(
        string name, Func<Tensor, Tensor, float[]?, Reduction, Tensor> loss, Func<double[], int, double> formula)
    {
        foreach (int[] labels in (int[][])[[-1, -1], [0, -1]])
        {
            using Recording step = Gpu.Record(() =>
            {
                Tensor x = Tensor.From([1f, -2, float.NaN, float.PositiveInfinity], [2, 2]);
                Tensor shown = labels[0] < 0 ? Tensor.From([1f, 2, 3, 4], [2, 2]) : x;
                Tensor mean = loss(shown, Tensor.From(labels, [2]), null, Reduction.Mean);
                return new[] { mean, mean.Gradients([shown])[0] };
            });
            step.Replay();
            float[] gradient = step.Results[1].ToArray();

            AssertClose([labels[0] < 0 ? 0 : formula([1, -2], 0)], step.Results[0].ToArray(), 3e-6);
            Assert.All(gradient, value => Assert.True(float.IsFinite(value), name));
            Assert.Equal([0, 0], gradient[2..]);
            Assert.True(labels[0] == 0 || gradient.All(value => value == 0), name);
        }
    }

    /// <summary>PyTorch's: what lies evenly on all classes weighs what each of them does.</summary>
    [Fact]
    public void SmoothedLabelsWeighWhatTheClassesDoThatTheyLieOn()
    {
        const double smoothing = 0.2;
        double sum = 0, weights = 0;
        foreach ((int label, int row) in Labels.Select((label, row) => (label, row)).Where(one => one.label >= 0))
        {
            double[] log = LogSoftmax([.. Logits.Skip(row * Classes).Take(Classes).Select(x => (double)x)]);
            sum -= (1 - smoothing) * Weights[label] * log[label] + smoothing / Classes * log.Select((x, j) => x * Weights[j]).Sum();
            weights += Weights[label];
        }

        AssertClose([sum / weights], Run(x => Loss.SoftmaxCrossEntropy(x[0], x[1], (float)smoothing, Weights),
            Tensor.From(Logits, [Labels.Length, Classes]), Tensor.From(Labels, [Labels.Length])), 3e-6);
    }

    [Fact]
    public void ALabelBeyondTheClassesIsNoNumber() => Assert.All(
        Losses, one => Assert.True(float.IsNaN(Run(
            x => one.Data.Item2(x[0], x[1], null, Reduction.Sum), Tensor.From([1f, 2, 3, 4], [2, 2]), Tensor.From([0, 2], [2]))[0])));

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Tensor x = Tensor.Ones([2, 3]), label = Tensor.From([0, 1], [2]);
        Assert.Contains("classWeights must be 3 numbers of at least 0, one a class, received 2: 1, 2.",
            Assert.Throws<ArgumentException>(() => Loss.Hinge(x, label, classWeights: [1, 2])).Message);
        Assert.Contains("received 3: 1, 2, -1.",
            Assert.Throws<ArgumentException>(() => Loss.SoftmaxCrossEntropy(x, label, classWeights: [1, 2, -1])).Message);
        Assert.Contains("gamma must be a number of at least 0, received -1",
            Assert.Throws<ArgumentException>(() => Loss.Focal(x, label, -1)).Message);
        Assert.Contains("needs scores [rows, classes] and Int32 labels [rows]",
            Assert.Throws<ArgumentException>(() => Loss.NegativeLogLikelihood(x, Tensor.From([0], [1]))).Message);
    }

    [Theory, InlineData("\"Hinge\"", "Hinge"), InlineData("""{ "type": "SquaredHinge", "margin": 2 }""", "SquaredHinge, margin 2"),
        InlineData("""{ "type": "Focal", "gamma": 0.5, "classWeights": [1, 2.5] }""", "Focal, gamma 0.5, classWeights 1 2.5"),
        InlineData("""{ "type": "SoftmaxCrossEntropy", "labelSmoothing": 0.1 }""", "SoftmaxCrossEntropy, labelSmoothing 0.1"),
        InlineData("\"MeanSquaredError\"", "MeanSquaredError"), InlineData("\"MeanAbsoluteError\"", "MeanAbsoluteError"),
        InlineData("""{ "type": "Huber", "delta": 2 }""", "Huber, delta 2")]
    public void ScenesNameThem(string json, string text) => Assert.Equal(text, $"{Catalog<LossFunction>.Read(
        Settings.Parse("test", System.Text.Encoding.UTF8.GetBytes($$"""{ "loss": {{json}} }""")).Required("loss"))}");
}
