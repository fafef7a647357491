namespace VkLearn.Data;

/// <summary>
/// How windows are taken of a column that is one long stream, such as the letters of a book or the hours of a year: neighbours share most
/// of their items, so windows are no rows that are stored, but places in the stream.
/// </summary>
/// <param name="Length">Items of a window.</param>
/// <param name="Target">Items of what is to be learned with it.</param>
/// <param name="Ahead">How far behind a window's first item the first of those lies: 1, each item's next; <paramref name="Length"/>: what
/// comes after the window.</param>
/// <param name="Stride">From one window's beginning to the next's, where they come in order.</param>
/// <param name="AreCarried">Whether in training each row of a batch goes on where that row of the batch before ended, so that a learner may
/// carry its state (<see cref="Batch.Follows"/>); else windows begin at random places.</param>
public sealed record StreamWindows(int Length, int Target, int Ahead, int Stride, bool AreCarried = false)
{
    /// <summary>Windows whose target is each item's next; in order each begins where the one before ended.</summary>
    public static StreamWindows OfNext(int length, bool areCarried = false) => new(length, length, 1, length, areCarried);

    /// <summary>From a window's first item to the last of its target.</summary>
    public int Span => Math.Max(Length, Ahead + Target);

    /// <summary>Windows of a stream in order, as many as an epoch of training has.</summary>
    public int CountOf(int items) => items < Span ? 0 : 1 + (items - Span) / Stride;

    /// <summary>Places where a window can begin.</summary>
    public int PlacesOf(int items) => items - Span + 1;

    public override string ToString() =>
        $"{(AreCarried ? "carried windows" : "windows")} of {Length}, {Target} from {Ahead} on, every {Stride}";
}
