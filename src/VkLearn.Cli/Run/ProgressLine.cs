namespace VkLearn.Cli;

/// <summary>A bar and a text that a terminal writes again in place; nothing of it where output is redirected.</summary>
sealed class ProgressLine
{
    const string Rewrite = "\r\e[K"; // to the line's begin, and erase it
    const int Cells = 20;

    readonly bool isTerminal = !Console.IsOutputRedirected;
    bool isOpen;

    /// <summary>Whether there is a terminal to write on.</summary>
    public bool IsSeen => isTerminal;

    /// <param name="share">How much is done, from 0 to 1.</param>
    public void Write(double share, string text)
    {
        if (isTerminal)
        {
            Console.Write(Rewrite + Fitting($"{Bar(share)} {text}"));
            isOpen = true;
        }
    }

    /// <summary>Leaves the line as it stands; what is written next is below it.</summary>
    public void End()
    {
        if (isOpen)
        {
            Console.WriteLine();
            isOpen = false;
        }
    }

    /// <summary>Of twenty cells, in halves.</summary>
    public static string Bar(double share)
    {
        int halves = (int)(Math.Clamp(share, 0, 1) * Cells * 2);
        string done = new string('\u2501', halves / 2) + (halves % 2 == 1 ? "\u2578" : ""); // heavy lines, a half one at the end
        return done + new string('\u2500', Cells - done.Length); // a light line
    }

    // A line that wraps cannot be written again in place. Some terminals say that they are 0 wide.
    static string Fitting(string text) =>
        Console.WindowWidth is > 1 and int width && text.Length >= width ? text[..(width - 1)] : text;
}
