namespace VkLearn.Formats;

/// <summary>Where a value of a scene stands; lines and columns count from 1, and are 0 for what came by <c>--set</c>.</summary>
readonly record struct SettingsPlace(string File, int Line, int Column)
{
    public SettingsException Error(string problem, Exception? cause = null) => new(File, Line, Column, problem, cause);
}
