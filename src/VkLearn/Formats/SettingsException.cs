namespace VkLearn.Formats;

/// <summary>What is wrong in a scene file or a <c>--set</c>, and where: <c>scenes/x.json(7,5): unknown key "ot" in Dense.</c></summary>
/// <param name="file">The file as the user named it, or the <c>--set path=value</c> that the text came from.</param>
/// <param name="line">From 1; 0 where there is no line (a <c>--set</c>, a missing file).</param>
/// <param name="column">From 1, in characters; 0 where there is no line.</param>
/// <param name="problem">The rule, what was received, the way out.</param>
/// <param name="cause">The exception that this one explains, if any.</param>
public sealed class SettingsException(string file, int line, int column, string problem, Exception? cause = null)
    : Exception(line > 0 ? $"{file}({line},{column}): {problem}" : $"{file}: {problem}", cause)
{
    /// <summary>The file as the user named it, or the <c>--set path=value</c> that the text came from.</summary>
    public string File { get; } = file;

    /// <summary>From 1; 0 where there is no line.</summary>
    public int Line { get; } = line;

    /// <summary>From 1, in characters; 0 where there is no line.</summary>
    public int Column { get; } = column;
}
