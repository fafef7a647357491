using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// Has a language model write: token after token, each drawn from what the model expects after those before it. For any model: each step
/// looks at the last tokens anew.
/// </summary>
/// <param name="kept">Of what was written, to be seen.</param>
sealed class TokenWriter(LanguageModelLearner learner, int kept)
{
    const float None = -1;

    readonly int context = learner.Window;
    readonly State window = new("written window", [1, learner.Window], First(learner));
    readonly State length = new("written length", [], 1); // tokens in the window; what stands behind them does not count
    readonly State text = new("written", [kept], None);

    /// <summary>What it begins after: a line's end, if there is one in the vocabulary.</summary>
    static int First(LanguageModelLearner learner) => Math.Max(0, learner.Vocabulary!.ToList().IndexOf("\n"));

    /// <summary>Begins anew, after a prompt; once its step was recorded.</summary>
    public void Begin(ReadOnlySpan<int> prompt)
    {
        float[] placed = new float[context], none = new float[kept];
        int count = Math.Min(context, prompt.Length);
        for (int i = 0; i < count; i++)
        {
            placed[i] = prompt[prompt.Length - count + i];
        }

        Array.Fill(none, None);
        if (count == 0)
        {
            (placed[0], count) = (First(learner), 1);
        }

        window.Load(placed);
        length.Load([count]);
        text.Load(none);
    }

    /// <summary>Writes a token; to be traced, not as training.</summary>
    /// <param name="choose">Of logits [1, tokens] tokens Int32 [1].</param>
    /// <returns><c>text</c>, what was written last, -1 where nothing was yet; <c>probability</c> of each token, before it was chosen;
    /// <c>hidden</c>, what the model made of the one before.</returns>
    public IReadOnlyDictionary<string, Tensor> Step(Func<Tensor, Tensor> choose)
    {
        (Tensor seen, Tensor count) = (window.Value, length.Value);
        Tensor at = (count - 1).Cast(DType.Int32).Reshape([1]);
        Tensor hidden = learner.Hidden(seen.Cast(DType.Int32)).Gather(at, axis: 1), logits = learner.Logits(hidden);
        logits = logits.Reshape([1, logits.Cols]);
        Tensor token = choose(logits).Cast(DType.Float32);
        Append(seen, count, token.Reshape([1, 1]));
        text.Assign(Concat.Of(0, text.Value.Slice(0, 1, kept - 1), token));
        return new Dictionary<string, Tensor>
        {
            ["text"] = text.Value,
            ["probability"] = logits.Softmax().Reshape([logits.Cols]),
            ["hidden"] = hidden.Reshape([hidden.Cols]),
        };
    }

    /// <summary>A full window moves on by one.</summary>
    void Append(Tensor seen, Tensor count, Tensor token)
    {
        Tensor place = new Iota([context]).Apply()[0].Cast(DType.Float32).Reshape([1, context]);
        Tensor longer = Where.Select(place.EqualTo(count), token, seen);
        Tensor moved = Concat.Of(1, seen.Slice(1, 1, context - 1), token);
        window.Assign(Where.Select(count < context, longer, moved));
        length.Assign((count + 1).Minimum(context));
    }
}
