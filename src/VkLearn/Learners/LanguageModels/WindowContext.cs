using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>The last tokens, at which the model looks anew at each step: for any model.</summary>
sealed class WindowContext(LanguageModelLearner learner) : ITextContext
{
    readonly int size = learner.Window;
    readonly State window = new("written window", [1, learner.Window], learner.FirstToken);
    readonly State length = new("written length", [], 1); // tokens in the window; what stands behind them does not count

    public Tensor Hidden()
    {
        Tensor last = (length.Value - 1).Cast(DType.Int32).Reshape([1]);
        Tensor hidden = learner.Hidden(window.Value.Cast(DType.Int32)).Gather(last, axis: 1);
        return hidden.Reshape([1, hidden.Cols]);
    }

    public Tensor Cells(Tensor hidden) => hidden.Reshape([hidden.Cols]);

    /// <summary>A full window moves on by one.</summary>
    public void Append(Tensor token)
    {
        (Tensor seen, Tensor count) = (window.Value, length.Value);
        Tensor place = new Iota([size]).Apply()[0].Cast(DType.Float32).Reshape([1, size]), more = token.Reshape([1, 1]);
        Tensor longer = Where.Select(place.EqualTo(count), more, seen);
        Tensor moved = Concat.Of(1, seen.Slice(1, 1, size - 1), more);
        window.Assign(Where.Select(count < size, longer, moved));
        length.Assign((count + 1).Minimum(size));
    }

    public void Begin(ReadOnlySpan<int> prompt, Action step)
    {
        float[] placed = new float[size];
        int count = Math.Min(size, prompt.Length);
        for (int i = 0; i < count; i++)
        {
            placed[i] = prompt[prompt.Length - count + i];
        }

        window.Load(placed);
        length.Load([count]);
    }
}
