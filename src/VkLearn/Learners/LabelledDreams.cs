using VkLearn.Models;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// What a <see cref="DeepBeliefNet"/> dreams of: Gibbs sampling in its topmost machine, with the label clamped where that sees labels, and
/// from there down by the means (Hinton, Osindero and Teh 2006, section 6). A knob says of which class.
/// </summary>
sealed class LabelledDreams
{
    /// <summary>Of each class in turn, instead of one alone.</summary>
    const int All = -1;

    const int OfEach = 6, StepsOfEach = 3;

    readonly DeepBeliefNet net;
    readonly State features, asked;

    public LabelledDreams(DeepBeliefNet net)
    {
        this.net = net;
        features = new("dreams", [OfEach * Math.Max(1, net.Classes), net.Machines[^1].Features]);
        asked = new("dreamOf", [1], All, DType.Int32);
        Sampler = new("dreams", Step);
        Knobs = net.Classes == 0 ? [] : [new("dreamOf", All, net.Classes - 1, () => Asked, Ask)];
    }

    /// <summary>It makes <c>dream</c>, [count, units[0]]; of all classes row by row, a class a column.</summary>
    public Sampler Sampler { get; }

    /// <summary>The class; -1: all.</summary>
    public IReadOnlyList<Knob> Knobs { get; }

    int Asked { get; set; } = All;

    Dictionary<string, Tensor> Step()
    {
        Rbm top = net.Machines[^1];
        Tensor seen = features.Value;
        Tensor? isClamped = null;
        if (net.Classes > 0)
        {
            seen = Concat.Of(1, seen, Labels(features.Shape[0]).OneHot(net.Classes));
            isClamped = Tensor.From([.. Enumerable.Range(0, seen.Cols).Select(unit => unit < top.Features ? 0f : 1)], [1, seen.Cols]);
        }

        (Tensor states, Tensor means) = top.Gibbs(seen, StepsOfEach, isClamped);
        features.Assign(states.Slice(1, 0, top.Features));
        return new() { ["dream"] = net.Down(means.Slice(1, 0, top.Features), net.Machines.Count - 1) };
    }

    /// <summary>Int32 [count].</summary>
    Tensor Labels(int count)
    {
        Tensor each = Tensor.From([.. Enumerable.Range(0, count).Select(row => row % net.Classes)], [count]);
        Tensor one = asked.Value, isAll = one < Tensor.From([0], [1]);
        return Where.Select(isAll, each, one);
    }

    /// <summary>Dreams begin anew where another class is asked for: chains do not leave a digit for another soon.</summary>
    void Ask(double value)
    {
        int wanted = (int)Math.Round(value);
        if (wanted != Asked && asked.Memory is not null)
        {
            features.Load(new float[features.Shape.Count]);
            asked.LoadInt32([wanted]);
            Asked = wanted;
        }
    }
}
