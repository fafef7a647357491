using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>
/// How an optimiser changes a parameter: its definition for one, and, if it has earned one, a kernel for a range of them. A record of
/// scalars, like an op.
/// </summary>
public abstract record UpdateRule
{
    /// <summary>How many moments, tensors of the parameter's shape that begin at 0, it keeps for each parameter.</summary>
    public abstract int Moments { get; }

    /// <summary>The parameter's new value, then its new moments.</summary>
    /// <param name="rate">The learning rate, a scalar.</param>
    /// <param name="step">How many updates this is, from 1; a Float32 scalar.</param>
    protected abstract Tensor[] Define(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step);

    /// <summary>The same rule with another weight decay; null: it has none, so that no group can set it.</summary>
    protected virtual UpdateRule? WithWeightDecay(float weightDecay) => null;

    /// <summary>
    /// Its weight decay, if its kernel takes others, and factors of the rate, from <see cref="UpdateRange.Settings"/>. Null: it does not;
    /// parameters that differ in them are updated by a dispatch each run of equals.
    /// </summary>
    protected virtual float? VariableDecay => null;

    /// <summary>
    /// Whether its kernel leaves all as it was where <see cref="UpdateRange.IsMade"/> is 0, and does not count
    /// <see cref="UpdateRange.Skipped"/>. Where it does not, its definition runs in its place when losses are scaled.
    /// </summary>
    protected virtual bool Skips => false;

    /// <summary>The kernel for a range of parameters at once. Without an override the definition runs, parameter by parameter.</summary>
    protected virtual void Dispatch(Pass pass, UpdateRange range) => pass.Inline();

    // What is overridden is protected, alike in this project and outside; the house asks for it by these.
    internal Tensor[] Defined(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step) =>
        Define(weight, gradient, moments, rate, step);
    internal UpdateRule? WithDecay(float weightDecay) => WithWeightDecay(weightDecay);
    internal float? DecayIfVariable => VariableDecay;
    internal bool CanSkip => Skips;
    internal void Dispatched(Pass pass, UpdateRange range) => Dispatch(pass, range);
}

/// <summary>
/// Parameters that lie one after the other, each at a 64-byte boundary, and what belongs to them in the same layout. Gaps hold zeros.
/// </summary>
/// <param name="Count">Elements from the first to the last, gaps included.</param>
/// <param name="Rate">The learning rate, a scalar on the device.</param>
/// <param name="StepSlot">The counter of updates made before this recording's.</param>
/// <param name="Settings">Where parameters differ: for each 16 elements, which are of one parameter, what the learning rate is multiplied
/// by, and the weight decay. Nothing where all are alike.</param>
/// <param name="StepOffset">How many this one is from there, from 1: <c>counters[StepSlot] + StepOffset</c> is its number.</param>
/// <param name="IsMade">A scalar, 0 where nothing is to be changed; nothing where each update is made.</param>
/// <param name="Skipped">A scalar: how many updates were not made before, which are no steps; nothing where each is made.</param>
public sealed record UpdateRange(
    int Count, Arg Weight, Arg Gradient, Arg[] Moments, Arg Rate, int StepSlot, uint StepOffset, Arg NewWeight, Arg[] NewMoments,
    Arg Settings, Arg IsMade, Arg Skipped)
{
    /// <summary>Whether it may be left out: a specialisation constant of the kernel.</summary>
    public bool IsSkippable => IsMade.Tensors.Length > 0;

    /// <summary>Whether parameters differ: a specialisation constant of the kernel.</summary>
    public bool IsVaried => Settings.Tensors.Length > 0;

    /// <summary>
    /// Workgroups of <see cref="Pass.FewLocalSize"/> for a kernel that updates four values a round: four rounds or more, so that what is
    /// computed once an invocation costs little.
    /// </summary>
    public Groups Groups(Pass pass) => pass.InRounds((Count + 15) / 16, pass.FewLocalSize);
}

/// <summary>
/// The update of a range of parameters as one op. Inputs: the weights, their gradients, each moment of all; then what gradients are scaled
/// by, if they are, whether it is made and how many were not, if it may be left out, the learning rate and the counter of updates. Outputs:
/// the new weights, each new moment of all.
/// </summary>
/// <param name="IsScaled">Whether gradients are multiplied by a scalar first.</param>
/// <param name="ClipValue">The most that their elements may then be, and its negative the least; 0: any.</param>
/// <param name="Before">How many of the recording's updates of these parameters come before this one.</param>
/// <param name="Settings">Where parameters differ in their learning rate or decay; null: all follow the rule.</param>
/// <param name="IsSkippable">Whether it is left out where a scalar is 0.</param>
sealed record Update(UpdateRule Rule, int Count, bool IsScaled = false, float ClipValue = 0, uint Before = 0,
    UpdateSettings? Settings = null, bool IsSkippable = false) : Op
{
    const int Made = 4, Left = 3, Rate = 2, Steps = 1; // inputs from the end on

    public override string Name => Rule.GetType().Name;
    protected override bool ReadsInPlace(int input) => input < Count * (2 + Rule.Moments); // not the rate, which all elements read

    // What an optimiser did is no part of what a later loss depends on.
    internal override bool PassesGradients => false;

    protected override Tensor[] Define(Tensor[] inputs)
    {
        Tensor step = inputs[^Steps].Cast(DType.Float32) + (1 + Before);
        step = IsSkippable ? step - inputs[^Left] : step;
        Tensor[][] updated = [.. Enumerable.Range(0, Count).Select(i => RuleOf(i).Defined(
            inputs[i], Clipped(inputs[Count + i], inputs),
            [.. Enumerable.Range(2, Rule.Moments).Select(k => inputs[k * Count + i])], RateOf(i, inputs[^Rate]), step))];
        return [.. Enumerable.Range(0, 1 + Rule.Moments).SelectMany(k => updated.Select((one, i) => !IsSkippable ? one[k]
            : Where.Select(inputs[^Made], one[k], inputs[(k == 0 ? 0 : k + 1) * Count + i])))];
    }

    // Not by tracing the definition, which is as long as there are parameters.
    protected override TensorType[] Infer(TensorType[] inputs) =>
        [.. inputs[..Count], .. inputs[(2 * Count)..((2 + Rule.Moments) * Count)]];

    UpdateRule RuleOf(int parameter) => Settings?[parameter].WeightDecay is { } decay ? Rule.WithDecay(decay)! : Rule;
    Tensor RateOf(int parameter, Tensor rate) => Settings?[parameter].Factor is { } factor and not 1 ? rate * factor : rate;

    Tensor Clipped(Tensor gradient, Tensor[] inputs)
    {
        Tensor scaled = IsScaled ? gradient * Scale(inputs) : gradient;
        return ClipValue == 0 ? scaled : scaled.Maximum(-ClipValue).Minimum(ClipValue);
    }

    Tensor Scale(Tensor[] inputs) => inputs[Count * (2 + Rule.Moments)];

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
    {
        if (IsSkippable && !Rule.CanSkip)
        {
            pass.Inline();
            return;
        }

        long count = inputs[..Count].Sum(weight => Session.Align(weight.TensorType.Bytes)) / sizeof(float);
        Counter step = (Counter)((PlaceLeaf)inputs[^Steps].Leaf!).Place;
        Rule.Dispatched(pass, new UpdateRange(
            checked((int)count), Part(inputs, 0), Gradients(pass, inputs, checked((int)count)), Parts(inputs, 2), inputs[^Rate], step.Slot,
            1 + Before, Part(outputs, 0), Parts(outputs, 1), Settings?.Table(inputs[..Count], Rule.DecayIfVariable!.Value) ?? Arg.Nothing,
            IsSkippable ? inputs[^Made] : Arg.Nothing, IsSkippable ? inputs[^Left] : Arg.Nothing));
    }

    /// <summary>The gradients as the rule takes them, clipped where they are.</summary>
    Arg Gradients(Pass pass, Tensor[] inputs, int count)
    {
        Arg gradients = Part(inputs, 1);
        if (!IsScaled && ClipValue == 0)
        {
            return gradients;
        }

        Tensor clipped = new(new TensorType([count], DType.Float32)) { Name = $"{Name}:clipped" };
        Clipping.Dispatch(pass, gradients, IsScaled ? Scale(inputs) : Arg.Nothing, ClipValue, clipped, count);
        return clipped;
    }

    Arg Part(Tensor[] tensors, int index) => Arg.Range(tensors[(index * Count)..((index + 1) * Count)]);
    Arg[] Parts(Tensor[] tensors, int from) => [.. Enumerable.Range(from, Rule.Moments).Select(index => Part(tensors, index))];
}
