using VkLearn.Models;

namespace VkLearn.Learners;

/// <summary>What a classifier says of many items, added up on the device batch by batch.</summary>
sealed class JudgedItems : IDisposable
{
    readonly FeatureNet judge;
    readonly State sum, squares, classes, sure, asked, count;

    /// <summary>The least probability of a class by which an item counts as sure.</summary>
    public const float Sure = 0.9f;

    public JudgedItems(FeatureNet judge, int classes)
    {
        const int size = FeatureNet.Size;
        this.judge = judge;
        (sum, squares) = (new State("features", [size]), new State("squares", [size, size]));
        (this.classes, sure) = (new State("classes", [classes]), new State("sure", [1]));
        (asked, count) = (new State("asked", [1]), new State("count", [1]));
    }

    public FeatureMoments Features => new((long)Count, sum.ToArray(), squares.ToArray());

    /// <summary>The share of items of each class.</summary>
    public IReadOnlyList<double> Shares => [.. classes.ToArray().Select(one => one / Count)];

    /// <summary>The share of items whose class is sure.</summary>
    public double SureShare => sure.ToArray()[0] / Count;

    /// <summary>The share of items of the class that was asked for.</summary>
    public double AskedShare => asked.ToArray()[0] / Count;

    double Count => count.ToArray()[0];

    /// <summary>Traces a batch more.</summary>
    /// <param name="items">[N, C, H, W].</param>
    /// <param name="told">1 for the class that was asked for: [N, classes]; null: none was.</param>
    public void Add(Tensor items, Tensor? told = null)
    {
        Tensor features = judge.Features(items), probabilities = judge.Logits(features).Softmax();
        Tensor taken = probabilities.ArgMax(-1).OneHot(classes.Shape[0]);
        Tensor isSure = probabilities.Max(-1) >= Sure;
        Add(sum, features.Sum(0));
        Add(squares, features.Transpose().MatMul(features));
        Add(classes, taken.Sum(0));
        Add(sure, isSure.Sum().Reshape([1]));
        Add(asked, told is null ? Tensor.Zeros([1]) : (taken * told).Sum().Reshape([1]));
        Add(count, Tensor.Full([1], items.Shape[0]));
    }

    /// <summary>Forgets what was added.</summary>
    public void Clear()
    {
        foreach (State state in (State[])[sum, squares, classes, sure, asked, count])
        {
            state.Load(new float[state.Shape.Count]);
        }
    }

    public void Dispose()
    {
        foreach (State state in (State[])[sum, squares, classes, sure, asked, count])
        {
            state.Dispose();
        }
    }

    static void Add(State to, Tensor value) => to.Assign(to.Value + value);
}
