using System.Diagnostics;

namespace VkLearn.Engine;

/// <summary>Runs a scene's frames, one after the other, and keeps their time.</summary>
/// <param name="scene">It stays the caller's.</param>
public sealed class ScenePlayer(Scene scene)
{
    // Where nothing is drawn, frames are there for whoever watches along: enough of them, and the device is rarely left without work.
    static readonly TimeSpan unseenBudget = TimeSpan.FromSeconds(0.2);

    long begin;

    /// <summary>Goes on by a frame.</summary>
    public void Frame()
    {
        long now = Stopwatch.GetTimestamp();
        double delta = begin == 0 ? 0 : Stopwatch.GetElapsedTime(begin, now).TotalSeconds;
        begin = now;
        scene.Time.Budget = unseenBudget;
        scene.Frame(delta);
    }
}
