using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine;

/// <summary>All that explains a run at once: the strip, slow motion, time travel, a drawing, a film.</summary>
[Collection("gpu")]
public sealed class ExplainedRunTests(GpuFixture fixture)
{
    const int Steps = 200, Items = 640, MostBytes = 200, LeastPhases = 6; // of two steps by layers, how many frames saw a part done

    [Fact]
    public void NothingOfItChangesTheBitsAndLittleIsReadBack()
    {
        string unseen = Run(new RunOptions(), user: null).WeightsHash;
        string film = Path.Combine(TempFolder.New(), "film.gif");
        using OffscreenTarget target = new(fixture.Gpu, 1280, 720);
        User user = new();
        RunResult seen = Run(new RunOptions { Target = target, Film = new FilmOptions(film, Every: 50) }, user);

        Assert.Equal((Steps, unseen, 0), (seen.Steps, seen.WeightsHash, seen.Lost.Count));
        Assert.Equal((5, true), (user.Journeys, user.Phases >= LeastPhases));
        Assert.True(new FileInfo(film).Length > 0);
        Assert.True(seen.Costs is { TrainingShare: > 0 and < 1, BytesReadBack: > 0 and <= MostBytes }, $"{seen.Costs}");
    }

    RunResult Run(RunOptions options, User? user)
    {
        SceneFile file = SceneFile.Read(Path.Combine(RepositoryRoot.Find("scenes"), "digits.json"));
        byte[] images = new byte[Items * file.Data.Item.Count];
        new Random(1).NextBytes(images);
        fixture.Gpu.Seed(1);
        int[] labels = [.. Enumerable.Range(0, Items).Select(i => i % file.Data.Classes)];
        Dataset Data(string name) => Dataset.From(images, labels, file.Data.Item, name, file.Data.ClassNames);
        using TrainingRun run =
            TrainingRun.Prepare(fixture.Gpu, file, new Splits(Data("train"), Data("test")), RunLength.Steps(Steps), options);
        if (user is not null)
        {
            run.Scene.FindBehaviour<TimeTravel>()!.SecondsBetween = 0;
            run.Scene.Add("user", user);
        }

        return run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);
    }

    /// <summary>Watches the first steps by layers, the next by batches, and then goes back in time and forth again.</summary>
    sealed class User : Behaviour
    {
        const int ByLayer = 2, ByBatch = 10;

        public int Phases { get; private set; }
        public int Journeys { get; private set; }

        protected override void LateUpdate()
        {
            TrainerBehaviour trainer = Scene.FindTrainer();
            Phases += trainer.Phase is null ? 0 : 1;
            if (trainer.Steps < ByBatch)
            {
                Scene.Playback.Pace = trainer.Steps < ByLayer ? Pace.Layer : Pace.Batch;
                Scene.Playback.StepOnce();
                return;
            }

            (Scene.Playback.Pace, Scene.Playback.IsPaused) = (Pace.Full, false);
            if (Journeys < 5)
            {
                TimeTravel travel = Scene.FindBehaviour<TimeTravel>()!;
                travel.GoTo(travel.Moments[Journeys++]);
                Assert.True(travel.IsInPast);
                travel.GoToNewest();
            }
        }
    }
}
