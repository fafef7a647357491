using VkLearn.Compile;

namespace VkLearn;

/// <summary>
/// A part of a forward whose inside is not kept for the backward, but computed again there, just before it is needed: memory for the ends
/// of the parts and for the inside of one, in place of that for all, for one more forward (Chen et al. 2016, "Training deep nets with
/// sublinear memory cost"). Not a bit of the results changes: random numbers come again as they were, and what was assigned since is read
/// as it was.
/// </summary>
public sealed class Segment
{
    Segment()
    {
    }

    /// <summary>
    /// Traces a part of a forward. What the forward later reads of it is kept; a gradient that reads what is not has it computed again. A
    /// part of a part belongs to the outer one. The last part before a backward is best left as it is: all of it is needed at once.
    /// </summary>
    /// <returns>What the body returns.</returns>
    public static T Recompute<T>(Func<T> body)
    {
        Trace trace = Trace.Current;
        if (trace.Origin.Segment is not null)
        {
            return body();
        }

        using (trace.At(trace.Origin with { Segment = new Segment() }))
        {
            return body();
        }
    }
}

/// <summary>What part of the program a node comes from.</summary>
/// <param name="Segment">The segment it was traced in, if any.</param>
/// <param name="Kind">Which way the program went: forward, or a gradient was being taken, or places updated.</param>
/// <param name="Layer">The layer whose forward it was traced in, or whose gradient it is of, if any.</param>
readonly record struct Origin(Segment? Segment, PhaseKind Kind = PhaseKind.Forward, Layer? Layer = null)
{
    public bool IsGradient => Kind == PhaseKind.Backward;

    /// <summary>Of what belongs to the gradient of what came from here.</summary>
    public Origin Gradient => new(null, PhaseKind.Backward, Layer);
}
