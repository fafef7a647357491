using VkLearn.Compile;
using VkLearn.Engine;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Tests.Engine;

/// <summary>A few steps of a scene that a test has as text, with the bits that they have in a process of their own.</summary>
static class ShortRun
{
    /// <param name="cancelAfter">The step after which it is broken off; null: it is not.</param>
    public static RunResult Of(GpuDevice gpu, string text, int steps, CheckpointOptions? checkpoints = null, int? cancelAfter = null)
    {
        gpu.Seed(1);
        Session.Of(gpu).Counters.Clock.Write(0);
        SceneFile file = SceneFile.Parse("scene.json", text);
        using TrainingRun run = TrainingRun.Prepare(gpu, file, file.Data.Load(gpu), RunLength.Steps(steps));
        using CancellationTokenSource source = new();
        if (checkpoints is not null)
        {
            run.Keep(checkpoints);
        }

        return run.Run(progress =>
        {
            if (progress.Metrics.Step == cancelAfter)
            {
                source.Cancel();
            }
        }, every: 1, source.Token);
    }
}
