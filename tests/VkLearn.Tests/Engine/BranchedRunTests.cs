using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Rendering;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine;

/// <summary>What a run keeps whose user goes back in time.</summary>
[Collection("gpu")]
public sealed class BranchedRunTests(GpuFixture fixture)
{
    const int Branch = 4;

    readonly string directory = TempFolder.New();

    string Last => Path.Combine(directory, "last.safetensors");

    [Theory, InlineData(true), InlineData(false)]
    public void ARunThatEndsWhileItShowsThePastIsOfTheNewest(bool isKept)
    {
        string straight = Run(new User(), end: 9).WeightsHash;
        RunResult ended = Run(new User { GoesBackAfter = 9, GoesOn = false }, isKept: isKept);

        Assert.Equal((9, false, straight), (ended.Steps, ended.IsComplete, ended.WeightsHash));
        Assert.True(!isKept || Snapshot.Load(Last).Step == 9);
    }

    [Fact]
    public void WhatABranchLeavesIsKeptApart()
    {
        List<string> told = [];
        RunResult result = Run(new User { GoesBackAfter = 12 }, isKept: true, told: told);

        string apart = Path.Combine(directory, "last-000012.safetensors");
        Assert.Equal([apart], told);
        Assert.Equal((20, true), (result.Steps, result.IsComplete));
        Assert.Equal((12, 20), (Snapshot.Load(apart).Step, Snapshot.Load(Last).Step));
        File.Copy(apart, Last, overwrite: true);
        Assert.Equal(Run(new User()).WeightsHash, Run(new User(), isKept: true, isResumed: true).WeightsHash);
    }

    [Fact]
    public void AnInterruptedBranchIsResumedToItsBits()
    {
        string straight = Run(new User()).WeightsHash, branch = Run(new User { GoesBackAfter = 12, Rate = 3 }).WeightsHash;
        Assert.NotEqual(straight, branch);

        RunResult broken = Run(new User { GoesBackAfter = 12, Rate = 3 }, isKept: true, end: 9);
        Assert.Equal((9, false), (broken.Steps, broken.IsComplete));
        Assert.Equal(branch, Run(new User(), isKept: true, isResumed: true).WeightsHash);
    }

    /// <param name="end">Interrupted after so many steps: of the branch, where there is one.</param>
    RunResult Run(User user, bool isKept = false, bool isResumed = false, int? end = null, List<string>? told = null)
    {
        fixture.Gpu.Seed(1);
        SceneFile file = SceneFile.Parse("scene.json", SceneText.With("\"views\": { \"column\": [\"Timeline\"] }"));
        using OffscreenTarget target = new(fixture.Gpu, 320, 200);
        using TrainingRun run = TrainingRun.Prepare(
            fixture.Gpu, file, file.Data.Load(fixture.Gpu), options: new RunOptions { Target = target });
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        run.KeptApart += apart => told?.Add(apart);
        if (isKept)
        {
            run.Keep(new CheckpointOptions(directory, Every: 5, Resume: isResumed));
        }

        (user.EndAfter, user.Ending) = (end, ending);
        run.Scene.FindBehaviour<TimeTravel>()!.SecondsBetween = 0;
        run.Scene.Add("user", user);
        return run.Run(_ => { }, cancellation: ending.Token);
    }

    /// <summary>Has a step done in each frame, and goes back in time once.</summary>
    sealed class User : Behaviour
    {
        bool wentBack;

        public int? GoesBackAfter { get; init; }
        public bool GoesOn { get; init; } = true;
        public float Rate { get; init; } = 1;
        public int? EndAfter { get; set; }
        public CancellationTokenSource? Ending { get; set; }

        protected override void LateUpdate()
        {
            TrainerBehaviour trainer = Scene.FindTrainer();
            if (!wentBack && trainer.Steps == GoesBackAfter)
            {
                wentBack = true;
                Scene.FindBehaviour<TimeTravel>()!.GoTo(Branch);
                Assert.Equal(Branch, trainer.Steps);
                trainer.LearningRateFactor = Rate;
            }

            bool isAtEnd = (wentBack || GoesBackAfter is null) && trainer.Steps >= (EndAfter ?? int.MaxValue);
            if (isAtEnd || (wentBack && !GoesOn))
            {
                Ending!.Cancel();
            }
            else
            {
                Scene.Playback.StepOnce();
            }
        }
    }
}
