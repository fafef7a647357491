namespace VkLearn.Training;

/// <summary>
/// A number that a user turns while it runs, such as a learning rate's factor or a simulation's gravity. A learner or a behaviour has
/// knobs (<see cref="IKnobs"/>); whatever shows them, such as a scene's Knobs view, sets them between two frames and follows what they are.
/// </summary>
/// <param name="Name">What the user reads.</param>
/// <param name="Low">The least that it is turned to.</param>
/// <param name="High">The most that it is turned to.</param>
/// <param name="Get">What it is now.</param>
/// <param name="Set">Turns it.</param>
/// <param name="IsLogarithmic">Whether equal steps multiply; both ends are above 0.</param>
public sealed record Knob(string Name, double Low, double High, Func<double> Get, Action<double> Set, bool IsLogarithmic = false)
{
    /// <summary>The name in words, as views show it: <c>learning rate ×</c>.</summary>
    public string Words => string.Concat(Name.Replace(":", ": ", StringComparison.Ordinal)
        .Select(letter => char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}

/// <summary>What has knobs.</summary>
public interface IKnobs
{
    /// <summary>In the order in which they are shown; always the same ones.</summary>
    IReadOnlyList<Knob> Knobs { get; }
}
