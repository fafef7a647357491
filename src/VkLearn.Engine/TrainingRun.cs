using VkLearn.Data;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>A scene's file on a device, from its data to its test. Made, run once, disposed.</summary>
public sealed class TrainingRun : IDisposable
{
    readonly SceneFile file;
    readonly ClassifierTrainer trainer;
    readonly Evaluator evaluator;
    readonly ScenePlayer player;
    readonly MeanMetrics means = new();
    TimeSpan reported;

    TrainingRun(SceneFile file, Scene scene, ClassifierTrainer trainer, Evaluator evaluator) =>
        (this.file, Scene, this.trainer, this.evaluator, player) = (file, scene, trainer, evaluator, new ScenePlayer(scene));

    /// <summary>What runs.</summary>
    public Scene Scene { get; }

    public int StepsPerEpoch => trainer.StepsPerEpoch;

    /// <summary>The whole run's; null where the time decides.</summary>
    public int? Steps => trainer.RunSteps;

    /// <summary>Makes the scene, and compiles the steps of training and evaluation.</summary>
    /// <param name="gpu">Its seed must be set already.</param>
    /// <param name="train">To learn from.</param>
    /// <param name="test">To test on at the end.</param>
    /// <param name="length">By default the scene's epochs.</param>
    /// <exception cref="SettingsException">The model does not fit the data; the message names the place in the scene.</exception>
    public static TrainingRun Prepare(GpuDevice gpu, SceneFile file, Dataset train, Dataset test, RunLength? length = null)
    {
        gpu.Record(() => file.CheckFit(train), training: false, name: "fit").Dispose(); // returns nothing, so nothing is compiled
        length ??= RunLength.Epochs(file.Epochs);
        Evaluator evaluator = new(gpu, file.Model, test);
        Scene scene = new(gpu);
        try
        {
            ClassifierTrainer trainer = new(file.Model, train, file.Optimizer, file.Batch)
            {
                Length = length,
                // A run that ends by time is taken to be as long as the scene says.
                ScheduledSteps = (length.Time is null ? length : RunLength.Epochs(file.Epochs)).InSteps(train.BatchesPerEpoch(file.Batch)),
            };
            scene.Add("trainer", trainer);
            file.Fill(scene);
            trainer.Prepare();
            return new(file, scene, trainer, evaluator);
        }
        catch
        {
            scene.Dispose();
            evaluator.Dispose();
            throw;
        }
    }

    /// <summary>Trains, then tests. Cancelling ends training after the steps that are queued; the test is made all the same.</summary>
    /// <param name="onProgress">Called after each <paramref name="every"/>th step; without that at most ten times a second, and also at
    /// the end of each epoch and of the run.</param>
    /// <exception cref="NanException">A loss was not a finite number; the message names the step.</exception>
    public RunResult Run(Action<RunProgress> onProgress, int? every = null, CancellationToken cancellation = default)
    {
        trainer.Measured += metrics =>
        {
            means.Add(metrics);
            if (every is null || metrics.Step % every == 0)
            {
                Report(onProgress);
            }

            if (cancellation.IsCancellationRequested)
            {
                trainer.Yield();
            }
        };
        trainer.Every(every ?? StepsPerEpoch, trainer.Measure);
        while (!cancellation.IsCancellationRequested && !trainer.IsOver)
        {
            player.Frame();
        }

        trainer.Stop();
        trainer.Measure(); // a NaN since the last progress is not passed over
        return Result(isComplete: trainer.IsOver);
    }

    void Report(Action<RunProgress> onProgress)
    {
        TrainingMetrics metrics = means.Take();
        TimeSpan now = trainer.TrainTime;
        double stepsPerSecond = metrics.Steps / Math.Max((now - reported).TotalSeconds, 1e-9);
        reported = now;
        onProgress(new RunProgress(metrics, stepsPerSecond, now, trainer.TimeLeft));
    }

    RunResult Result(bool isComplete)
    {
        EvaluationMetrics test = evaluator.Run();
        if (!float.IsFinite(test.Loss))
        {
            throw new NanException($"The test loss after step {trainer.Steps} is not a finite number. Try a lower learning rate.");
        }

        double epochs = Math.Round((double)trainer.Steps / StepsPerEpoch, 4);
        return new RunResult(trainer.Steps, epochs, trainer.TrainTime, WeightsHash.Of(file.Model), test, isComplete);
    }

    public void Dispose()
    {
        Scene.Dispose();
        evaluator.Dispose();
    }
}
