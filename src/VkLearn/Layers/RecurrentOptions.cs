using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>What <see cref="Rnn"/>, <see cref="Lstm"/> and <see cref="Gru"/> can be told alike.</summary>
public sealed record RecurrentOptions
{
    /// <summary>How many are stacked: each reads all states of the one below.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether each goes both ways, with weights of its own for each: states of the way back lie behind those of the way there.
    /// </summary>
    public bool IsBidirectional { get; init; }

    /// <summary>The share of the states between two layers that is set to 0 in training (Zaremba et al. 2014).</summary>
    public float Dropout { get; init; }

    /// <summary>Whether only the state after the last step is given: [N, F] in place of [N, T, F].</summary>
    public bool GivesLast { get; init; }

    /// <summary>Whether there are biases.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>
    /// Of how many sequences training carries the states from one batch to the next, where they go on: back-propagation through time, cut
    /// off at a batch's first step (Williams and Peng 1990). 0: each batch begins with zeros, as evaluation does.
    /// </summary>
    public int CarriedBatch { get; init; }

    internal static RecurrentOptions Read(Settings settings) => new()
    {
        Layers = settings.Int("layers", 1, min: 1, max: 1000),
        IsBidirectional = settings.Flag("bidirectional", false),
        Dropout = settings.Float("dropout", 0, min: 0, max: 0.999f),
        GivesLast = settings.Flag("last", false),
        HasBias = settings.Flag("bias", true),
        CarriedBatch = settings.Int("carriedBatch", 0, min: 0, max: 1 << 20),
    };

    /// <exception cref="ArgumentException">A number is out of its range, or two of them do not go together.</exception>
    internal void Check(string layer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Layers, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(CarriedBatch);
        if (Dropout is not (>= 0 and < 1))
        {
            throw new ArgumentException($"{layer}: dropout must be from 0 to below 1, received {Dropout}.");
        }

        if (IsBidirectional && CarriedBatch > 0)
        {
            throw new ArgumentException($"{layer}: what goes back from a sequence's end cannot be carried on from the batch before. "
                + "Use either bidirectional or carriedBatch.");
        }
    }
}
