namespace VkLearn.Rendering.Views;

/// <summary>Which tiles are shown when not all have room, and the note that says so.</summary>
/// <param name="count">How many there are.</param>
public sealed class TilePages(int count)
{
    int shown;

    /// <summary>The tile that is shown first.</summary>
    public int First { get; private set; }

    /// <summary>"0–35 of 128"; nothing when all are shown.</summary>
    public string Note { get; private set; } = "";

    /// <summary>In a view's <see cref="View.Prepare"/>: how many have room now.</summary>
    public void Update(int shown)
    {
        int first = Math.Clamp(First, 0, Math.Max(0, count - shown));
        if (this.shown != shown || first != First)
        {
            (this.shown, First) = (shown, first);
            Write();
        }
    }

    /// <summary>Goes on by some tiles for each notch of the wheel. False when there is nothing to go through.</summary>
    public bool Scroll(PointerEvent e, int tiles)
    {
        if (e.Action != PointerAction.Scroll || shown >= count)
        {
            return false;
        }
        First = Math.Clamp(First - Math.Sign(e.Scroll) * Math.Max(1, tiles), 0, count - shown);
        Write();
        return true;
    }

    void Write() => Note = shown == count || shown == 0 ? ""
        : $"{Numbers.Whole(First)}–{Numbers.Whole(First + shown - 1)} of {Numbers.Whole(count)}";
}
