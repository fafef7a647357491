using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine;

/// <summary>What is beside a run, a checkpoint's disk, a picture, a view, does not cost it.</summary>
[Collection("gpu")]
public sealed class BesideTheRunTests(GpuFixture fixture)
{
    readonly string directory = TempFolder.New();

    string Last => Path.Combine(directory, "last.safetensors");

    TrainingRun Prepare(RunOptions? options = null, string? text = null)
    {
        fixture.Gpu.Seed(1);
        SceneFile file = SceneFile.Parse("scene.json", text ?? SceneText.Tiny);
        return TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu), options: options);
    }

    /// <summary>A directory of the file's name cannot be written over, as a full disk cannot.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void ACheckpointThatCannotBeWrittenIsToldAndTheRunGoesOn(bool isLasting)
    {
        using TrainingRun run = Prepare();
        List<string> told = [];
        run.NotWritten += message =>
        {
            told.Add(message);
            if (!isLasting)
            {
                Directory.Delete(Last);
            }
        };
        run.Keep(new CheckpointOptions(directory, Every: 4));
        File.Delete(Last);
        Directory.CreateDirectory(Last);

        RunResult result = run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((20, true), (result.Steps, result.IsComplete));
        Assert.All(told, message => Assert.StartsWith($"{Last}: cannot be written: ", message));
        Assert.Equal(isLasting ? 5 : 1, told.Count);
        Assert.Equal(isLasting ? [told[0]] : [], result.Lost);
        Assert.Equal(!isLasting, File.Exists(Last));
    }

    [Fact]
    public void ARunHoldsItsFolderUntilItIsDisposed()
    {
        using (TrainingRun first = Prepare())
        {
            first.Keep(new CheckpointOptions(directory));
            using TrainingRun second = Prepare();
            Assert.Contains("another run keeps its checkpoints there now",
                Assert.Throws<DataException>(() => second.Keep(new CheckpointOptions(directory, Resume: true))).Message);
        }

        using TrainingRun third = Prepare();
        Assert.NotNull(third.Keep(new CheckpointOptions(directory, Resume: true)));
    }

    [Fact]
    public void ThePictureComesAfterTheLastCheckpointAndCostsNoResult()
    {
        using OffscreenTarget target = new(fixture.Gpu, 320, 200);
        string picture = Path.Combine(directory, "picture.png");
        using TrainingRun run = Prepare(new RunOptions { Target = target, Pictures = new Pictures(picture) },
            SceneText.With("\"views\": \"Statistics\""));
        run.Keep(new CheckpointOptions(directory));
        Directory.CreateDirectory(picture);

        RunResult result = run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);

        Assert.Contains(picture, Assert.Single(result.Lost));
        Assert.Equal(20, Snapshot.Load(Last).Step);
    }

    [Fact]
    public void PicturesAreCheckedBeforeAnythingElse()
    {
        using OffscreenTarget target = new(fixture.Gpu, 320, 200);
        Assert.Contains("it is a directory", Assert.Throws<IOException>(() =>
            Prepare(new RunOptions { Target = target, Pictures = new Pictures(directory) })).Message);
        new Pictures(Path.Combine(directory, "new", "picture.png")).Check();
        Assert.Empty(Directory.GetFiles(Path.Combine(directory, "new")));
    }

    [Theory, InlineData("prepare"), InlineData("draw"), InlineData("point")]
    public void AViewThatFailsIsStoppedAndTheOthersAreDrawn(string when)
    {
        using SmallScene small = new(fixture.Gpu);
        using OffscreenTarget target = new(fixture.Gpu, 320, 200);
        List<string> errors = [];
        using Scene scene = new(fixture.Gpu);
        scene.Error += failure => errors.Add(failure.Message);
        Plain other = new("");
        scene.Show(Layout.Row(new Plain(when), other));
        using ScenePlayer player = new(scene, target);
        for (int frame = 0; frame < 4; frame++)
        {
            player.Pointer(new(PointerAction.Move, 20, 100, 0, 0));
            player.Frame();
        }

        Assert.Equal([$"Entity \"Plain\": Plain failed in LateUpdate and was stopped: {when}"], errors);
        Assert.Equal(4, other.Drawn);
    }

    /// <summary>A view that throws when it is told to.</summary>
    sealed class Plain(string when) : Behaviour, IShown
    {
        public int Drawn { get; private set; }

        public IReadOnlyList<string> Tensors => [];

        public View MakeView() => new Shown(this);

        void Fail(string at)
        {
            if (at == when)
            {
                throw new InvalidDataException(when);
            }
        }

        sealed class Shown(Plain owner) : View("plain")
        {
            public override void Prepare(FrameContext frame) => owner.Fail("prepare");

            public override void Draw(FrameContext frame)
            {
                owner.Fail("draw");
                owner.Drawn++;
            }

            public override bool Pointer(PointerEvent e)
            {
                owner.Fail("point");
                return false;
            }
        }
    }
}
