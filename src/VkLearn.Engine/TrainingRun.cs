using VkLearn.Data;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>A scene's file on a device, from its data to its test. Made, run once, disposed.</summary>
public sealed class TrainingRun : IDisposable
{
    readonly SceneFile file;
    readonly ClassifierTrainer trainer;
    readonly Evaluator evaluator;
    readonly MeanMetrics means = new();
    TimeSpan reported;
    bool isPictureDue;

    TrainingRun(SceneFile file, Scene scene, ClassifierTrainer trainer, Evaluator evaluator, ScenePlayer player) =>
        (this.file, Scene, this.trainer, this.evaluator, Player) = (file, scene, trainer, evaluator, player);

    /// <summary>What runs.</summary>
    public Scene Scene { get; }

    /// <summary>Runs its frames.</summary>
    public ScenePlayer Player { get; }

    /// <summary>Pictures to take; null: none. Needs a target.</summary>
    public Pictures? Pictures { get; set; }

    /// <summary>Whether frames go on when the training is over, until the user ends them.</summary>
    public bool StaysOpen { get; set; }

    public int StepsPerEpoch => trainer.StepsPerEpoch;

    /// <summary>The whole run's; null where the time decides.</summary>
    public int? Steps => trainer.RunSteps;

    /// <summary>Makes the scene, and compiles the steps of training and evaluation.</summary>
    /// <param name="gpu">Its seed must be set already.</param>
    /// <param name="train">To learn from.</param>
    /// <param name="test">To test on at the end.</param>
    /// <param name="length">By default the scene's epochs.</param>
    /// <param name="target">What the scene's views are drawn on; null: they are not.</param>
    /// <param name="window">What the target is shown in, if it is a window's.</param>
    /// <exception cref="SettingsException">The model does not fit the data, or a view shows what is not there; the message names the place
    /// in the scene.</exception>
    public static TrainingRun Prepare(
        GpuDevice gpu, SceneFile file, Dataset train, Dataset test, RunLength? length = null, ITarget? target = null, IWindow? window = null)
    {
        gpu.Record(() => file.CheckFit(train), training: false, name: "fit").Dispose(); // returns nothing, so nothing is compiled
        length ??= RunLength.Epochs(file.Epochs);
        Evaluator evaluator = new(gpu, file.Model, test);
        Scene scene = new(gpu);
        ScenePlayer? player = null;
        try
        {
            ClassifierTrainer trainer = new(file.Model, train, file.Optimizer, file.Batch)
            {
                Length = length,
                // A run that ends by time is taken to be as long as the scene says.
                ScheduledSteps = (length.Time is null ? length : RunLength.Epochs(file.Epochs)).InSteps(train.BatchesPerEpoch(file.Batch)),
            };
            scene.Add("trainer", trainer);
            file.Fill(scene, isSeen: target is not null);
            player = new(scene, target, window);
            Prepare(file, trainer, player, isSeen: target is not null);
            return new(file, scene, trainer, evaluator, player);
        }
        catch
        {
            player?.Dispose();
            scene.Dispose();
            evaluator.Dispose();
            throw;
        }
    }

    static void Prepare(SceneFile file, ClassifierTrainer trainer, ScenePlayer player, bool isSeen)
    {
        try
        {
            trainer.Prepare();
        }
        catch (UnknownTensorException unknown)
        {
            throw file.Blame(unknown);
        }

        if (isSeen)
        {
            file.Blame(view => player.Stage.Open((IShown)view.Behaviour));
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
        if (Pictures is { Every: { } steps })
        {
            trainer.Every(steps, AskForPicture);
        }

        while (!cancellation.IsCancellationRequested && !Player.IsClosing && (StaysOpen || !trainer.IsOver))
        {
            Player.Frame();
            TakePictureIfDue();
        }

        trainer.Stop();
        trainer.Measure(); // a NaN since the last progress is not passed over
        TakeLastPicture();
        return Result(isComplete: trainer.IsOver);
    }

    void AskForPicture()
    {
        isPictureDue = true;
        trainer.Yield();
    }

    void TakePictureIfDue()
    {
        if (isPictureDue)
        {
            isPictureDue = false;
            Player.SavePicture(Pictures!.FileOf(trainer.Steps));
        }
    }

    void TakeLastPicture()
    {
        if (Pictures is { Every: null } pictures)
        {
            Player.Draw();
            Player.SavePicture(pictures.File);
        }
    }

    void Report(Action<RunProgress> onProgress)
    {
        TrainingMetrics metrics = means.Take();
        TimeSpan now = trainer.TrainTime;
        double stepsPerSecond = metrics.Steps / Math.Max((now - reported).TotalSeconds, 1e-9);
        reported = now;
        onProgress(new RunProgress(metrics, stepsPerSecond, now, trainer.TimeLeft, FrameMilliseconds.Of(Scene.Time.FrameTimes)));
    }

    RunResult Result(bool isComplete)
    {
        EvaluationMetrics test = evaluator.Run();
        if (!float.IsFinite(test.Loss))
        {
            throw new NanException($"The test loss after step {trainer.Steps} is not a finite number. Try a lower learning rate.");
        }

        double epochs = Math.Round((double)trainer.Steps / StepsPerEpoch, 4);
        return new RunResult(trainer.Steps, epochs, trainer.TrainTime, WeightsHash.Of(file.Model), test, isComplete,
            FrameMilliseconds.Of(Scene.Time.FrameTimes));
    }

    public void Dispose()
    {
        Player.Dispose();
        Scene.Dispose();
        evaluator.Dispose();
    }
}
