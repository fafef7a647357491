using VkLearn.Layers;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// Has a language model write: token after token, each drawn from what the model expects after those before it.
/// </summary>
/// <param name="kept">Tokens of what was written, to be seen.</param>
/// <param name="keepsCells">Whether what the model's cells held then is to be seen too.</param>
sealed class TokenWriter(LanguageModelLearner learner, int kept, bool keepsCells = false)
{
    const float None = -1;

    readonly ITextContext context = ContextOf(learner);
    readonly State text = new("written", [kept], None);
    State? cells;

    static ITextContext ContextOf(LanguageModelLearner learner)
    {
        Layer[] layers = [.. learner.AllLayers];
        RecurrentLayer[] recurrent = [.. layers.OfType<RecurrentLayer>()];
        return recurrent.Length > 0 && !layers.OfType<IAcrossSteps>().Any() ? new StateContext(learner, recurrent)
            : new WindowContext(learner);
    }

    /// <summary>Begins anew, after a prompt or, without one, a line's end.</summary>
    /// <param name="step">Does once what <see cref="Step"/> traced.</param>
    public void Begin(ReadOnlySpan<int> prompt, Action step)
    {
        context.Begin(prompt.Length > 0 ? prompt : [learner.FirstToken], step);
        float[] none = new float[kept];
        Array.Fill(none, None);
        text.Load(none);
    }

    /// <summary>Writes a token; to be traced, not as training.</summary>
    /// <param name="choose">Of logits [1, tokens] tokens Int32 [1].</param>
    /// <returns><c>text</c>, what was written last, -1 where nothing was yet; <c>probability</c> of each token, before it was chosen;
    /// <c>cells</c>, what the model's cells held before each token that was written, if that is kept.</returns>
    public IReadOnlyDictionary<string, Tensor> Step(Func<Tensor, Tensor> choose)
    {
        Tensor hidden = context.Hidden(), logits = learner.Logits(hidden), token = choose(logits).Cast(DType.Float32);
        Dictionary<string, Tensor> made = new() { ["probability"] = logits.Softmax().Reshape([logits.Cols]) };
        if (keepsCells)
        {
            Tensor now = context.Cells(hidden);
            cells ??= new State("written cells", [kept, now.Shape[0]]);
            made["cells"] = Kept(cells, now.Reshape([1, now.Shape[0]]));
        }

        made["text"] = Kept(text, token);
        context.Append(token);
        return made;
    }

    /// <summary>What is kept moves on by one.</summary>
    Tensor Kept(State state, Tensor newest)
    {
        state.Assign(Concat.Of(0, state.Value.Slice(0, 1, kept - 1), newest));
        return state.Value;
    }
}
