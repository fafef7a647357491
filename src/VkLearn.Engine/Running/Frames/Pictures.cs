using System.Globalization;
using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>Pictures of a run, as PNG files.</summary>
/// <param name="File">Of the last frame; or, with a number of steps before its end, of each of a series.</param>
/// <param name="Every">Steps from one to the next; null: only one, at the end.</param>
public sealed record Pictures(string File, int? Every = null)
{
    /// <summary>Whether they can be written: to be asked at the start, not after hours.</summary>
    /// <exception cref="IOException">They cannot; the message says why.</exception>
    public void Check() => OutputFile.Check(File, "picture");

    /// <summary>The file of the picture after a step: <c>name-000123.png</c>.</summary>
    public string FileOf(long step) => Every is null ? File : Path.Combine(Path.GetDirectoryName(File) ?? "",
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(File)}-{step:000000}{Path.GetExtension(File)}"));
}
