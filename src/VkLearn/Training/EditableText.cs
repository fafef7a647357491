namespace VkLearn.Training;

/// <summary>
/// A text that a user writes while it runs, such as a sentence to be told of. A learner or a behaviour has texts (<see cref="ITexts"/>);
/// whatever shows them, such as a scene's Texts view, sets them between two frames and follows what they are.
/// </summary>
/// <param name="Name">What the user reads.</param>
/// <param name="Get">What it is now.</param>
/// <param name="Set">Takes another one, and returns what is to be known of it, such as a word that nobody has learned; empty: nothing. What
/// it refuses by an <see cref="ArgumentException"/> or a <see cref="Formats.DataException"/> is told where it was written, and all stays as
/// it was.</param>
/// <param name="Hint">What is to be written, in a few words.</param>
public sealed record EditableText(string Name, Func<string> Get, Func<string, string> Set, string Hint = "");

/// <summary>What has texts that can be written.</summary>
public interface ITexts
{
    /// <summary>In the order in which they are shown; always the same ones.</summary>
    IReadOnlyList<EditableText> Texts { get; }
}
