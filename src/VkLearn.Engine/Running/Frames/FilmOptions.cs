using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>A film of a run.</summary>
/// <param name="File">A .gif, a .webp, or an .mp4 where the program ffmpeg is.</param>
/// <param name="Every">Steps from a frame to the next; null: ten frames for each second of the run,
/// fewer where encoding takes longer.</param>
public sealed record FilmOptions(string File, int? Every = null)
{
    /// <inheritdoc cref="Film.Check"/>
    public void Check()
    {
        Film.Check(File);
        OutputFile.Check(File, "film");
    }
}
