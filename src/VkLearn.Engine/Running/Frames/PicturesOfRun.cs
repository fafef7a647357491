using System.Diagnostics;
using VkLearn.Engine.Behaviours;

namespace VkLearn.Engine;

/// <summary>Takes the pictures that a run was asked for.</summary>
sealed class PicturesOfRun
{
    static readonly TimeSpan untilTextsFollow = TimeSpan.FromSeconds(0.3); // what is shown in numbers is written a few times a second

    readonly Pictures options;
    readonly ScenePlayer player;
    readonly Trainers trainers;
    readonly Action<string, Action> beside;
    bool isDue;

    /// <param name="beside">Runs what the run does not depend on, and tells of its failure, by the file.</param>
    public PicturesOfRun(Pictures options, ScenePlayer player, Trainers trainers, Action<string, Action> beside)
    {
        (this.options, this.player, this.trainers, this.beside) = (options, player, trainers, beside);
        if (options.Every is { } steps)
        {
            trainers.First.Every(steps, Ask);
        }
    }

    /// <summary>To be called after each frame.</summary>
    public void TakeIfDue()
    {
        if (isDue)
        {
            isDue = false;
            Save(options.FileOf(trainers.First.Steps));
        }
    }

    /// <summary>Takes the one at the end, where it is to be.</summary>
    public void TakeLast()
    {
        if (options.Every is null)
        {
            Scene scene = trainers.First.Scene;
            scene.Playback.IsPaused |= !trainers.IsOver;
            SamplerBehaviour[] samplers = [.. scene.FindBehaviours<SamplerBehaviour>().Where(sampler => sampler.IsEnabled)];
            Array.ForEach(samplers, sampler => sampler.IsEnabled = false); // else numbers are of other samples than bars
            for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < untilTextsFollow;)
            {
                player.Frame();
            }

            Save(options.File);
            Array.ForEach(samplers, sampler => sampler.IsEnabled = true);
        }
    }

    void Ask()
    {
        isDue = true;
        trainers.Yield();
    }

    void Save(string file) => beside(file, () => player.SavePicture(file));
}
