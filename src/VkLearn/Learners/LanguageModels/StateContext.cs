using VkLearn.Layers;

namespace VkLearn.Learners;

/// <summary>The last token, and the states of recurrent layers after those before it: a step a token, of whatever length the text is.
/// </summary>
sealed class StateContext(LanguageModelLearner learner, IReadOnlyList<RecurrentLayer> layers) : ITextContext
{
    readonly State last = new("written last", [1, 1], learner.FirstToken);
    readonly IReadOnlyList<State>[] states = [.. layers.Select(layer => layer.NewStates(1))];

    public Tensor Hidden()
    {
        IDisposable[] going = [.. layers.Select((layer, i) => layer.GoingOn(states[i]))];
        Tensor hidden = learner.Hidden(last.Value.Cast(DType.Int32));
        Array.ForEach(going, one => one.Dispose());
        return hidden.Reshape([1, hidden.Cols]);
    }

    /// <summary>The hyperbolic tangent of the last layer's cells or, where it has none, its hidden units.</summary>
    public Tensor Cells(Tensor hidden)
    {
        IReadOnlyList<State> layer = states[^1];
        Tensor all = layer[^1].Value, last = all.Slice(0, all.Shape[0] - 1, 1).Reshape([all.Cols]);
        return layer.Count > 1 ? last.Tanh() : last;
    }

    public void Append(Tensor token) => last.Assign(token.Reshape([1, 1]));

    public void Begin(ReadOnlySpan<int> prompt, Action step)
    {
        foreach (State state in states.SelectMany(layer => layer))
        {
            state.Load(new float[state.Shape.Count]);
        }

        foreach (int token in prompt[..^1])
        {
            last.Load([token]);
            step(); // what it writes meanwhile is forgotten
        }

        last.Load([prompt[^1]]);
    }
}
