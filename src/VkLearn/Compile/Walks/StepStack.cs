namespace VkLearn.Compile;

/// <summary>
/// Equal steps, each of whose inputs is to the same input of the one before in one way all along: it is the same tensor, it is an output of
/// the step before, or it lies at a constant stride.
/// </summary>
/// <param name="carries">Whether inputs may be outputs of the step before. If so, the first is.</param>
sealed class StepStack<TStep>(TStep first, Strides strides, bool carries) where TStep : Step
{
    readonly List<TStep> steps = [first];
    Relation[]? relations;
    uint? streams;

    /// <summary>How an input follows from one step to the next.</summary>
    /// <param name="Carried">The output of the step before that it is; -1: it lies in memory.</param>
    /// <param name="Stride">Bytes from one to the next.</param>
    readonly record struct Relation(int Carried, long Stride);

    public IReadOnlyList<TStep> Steps => steps;
    public TStep First => first;

    /// <summary>From one step's streams of random numbers to the next's.</summary>
    public uint StreamStride => streams ?? 0;

    /// <summary>The output of the step before that an input is, or -1.</summary>
    public int Carried(int input) => relations?[input].Carried ?? -1;

    /// <summary>Whether an output is an input of the next step.</summary>
    public bool Carries(int output) => relations?.Any(relation => relation.Carried == output) == true;

    /// <summary>
    /// What the steps read as an input: a tensor each, or one, which is all steps' or, where it is carried on, the first's.
    /// </summary>
    public Tensor[] Along(int input) =>
        relations?[input] is { Carried: < 0, Stride: not 0 } ? [.. steps.Select(step => step.Inputs[input])] : [first.Inputs[input]];

    /// <summary>Adds a step if it goes on as those before.</summary>
    public bool TryAdd(TStep next)
    {
        if (!next.IsLike(first) || !GoesOnDrawing(next) || Relate(steps[^1], next) is not { } found
            || (relations is not null && !relations.SequenceEqual(found)))
        {
            return false;
        }

        if (relations is null && !BeginsAsItGoesOn(found))
        {
            return false;
        }

        relations = found;
        streams = next.StreamsFrom(steps[^1]);
        steps.Add(next);
        return true;
    }

    /// <summary>Whether its random numbers are as far from those of the step before as those are from theirs.</summary>
    bool GoesOnDrawing(TStep next) =>
        next.StreamsFrom(steps[^1]) is { } stride && (carries ? streams is null || streams == stride : stride == 0);

    Relation[]? Relate(TStep last, TStep next)
    {
        Relation[] found = new Relation[next.Inputs.Length];
        for (int i = 0; i < found.Length; i++)
        {
            if (Relate(last, next, i) is not { } relation || (carries && i == 0 && relation.Carried < 0))
            {
                return null;
            }

            found[i] = relation;
        }

        return found;
    }

    Relation? Relate(TStep last, TStep next, int input)
    {
        (Tensor before, Tensor now) = (last.Inputs[input], Views.Elements(next.Inputs[input]));
        int carried = carries && (input < 2 || next.ReadsAlike(input))
            ? Array.FindIndex(last.Outputs, output => Views.Elements(output) == now) : -1;
        return carried >= 0 ? new Relation(carried, 0)
            : Views.Elements(before) == now ? new Relation(-1, 0)
            : strides.Between(before, now) is { } stride ? new Relation(-1, stride)
            : null;
    }

    /// <summary>What the first step reads in place of an output of one before is one tensor, however many inputs it is.</summary>
    bool BeginsAsItGoesOn(Relation[] found) => Enumerable.Range(0, found.Length)
        .Where(input => found[input].Carried >= 0)
        .GroupBy(input => found[input].Carried, input => Views.Elements(first.Inputs[input]))
        .All(inputs => inputs.Distinct().Count() == 1);
}
