using System.Diagnostics;
using Silk.NET.Core.Contexts;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine;

[Collection("gpu")]
public sealed class ScenePlayerTests : IDisposable
{
    readonly GpuDevice gpu;
    readonly Layer model = new Sequential(new Flatten(), new Dense(784, 16), new Relu(), new Dense(16, 10));
    readonly TrainerBehaviour trainer;
    readonly Scene scene;
    readonly OffscreenTarget target;
    readonly ScenePlayer player;
    readonly DrawingPadView drawing = new();
    readonly ControlsView controls = new();

    public ScenePlayerTests(GpuFixture fixture)
    {
        gpu = fixture.Gpu;
        gpu.Seed(1);
        Dataset digits = new DrawnDigitsSource(train: 200, test: 1, seed: 1).Load(gpu).Train;
        trainer = new TrainerBehaviour(new Classifier(model, new Adam(1e-3f)), digits, batch: 20);
        scene = new Scene(gpu);
        scene.Playback.FrameRate = 250;
        scene.Add("trainer", trainer);
        scene.Add("drawing", drawing);
        scene.Show(Layout.Row(
            Layout.Column(drawing, new BarsView("drawing/probabilities")),
            Layout.Column(new ImageBatchView(), new TensorGridView("layers.1.weight") { Image = (28, 28) }).WithWeight(1.5),
            Layout.Column(new CurveView("loss"), new MatrixView()),
            Layout.Column(new StatisticsView(), controls)));
        target = new OffscreenTarget(gpu, 800, 450);
        player = new ScenePlayer(scene, target);
    }

    public void Dispose()
    {
        player.Dispose();
        target.Dispose();
        scene.Dispose();
    }

    /// <summary>Nobody waits for a frame that cannot be seen; drawing goes on where it can.</summary>
    [Fact]
    public void AnUnseenWindowTrainsAtTheUnseenPace()
    {
        scene.Playback.FrameRate = 30;
        FakeWindow window = new();
        using ScenePlayer seen = new(scene, target, window);
        seen.Frame();
        TimeSpan budget = scene.Time.Budget;
        window.IsUnseen = true;
        seen.Frame();
        Assert.True(scene.Time.Budget > 3 * budget, $"{scene.Time.Budget} against {budget}");

        scene.Playback.IsPaused = true;
        int drawn = scene.Time.FrameTimes!.Count;
        long start = Stopwatch.GetTimestamp();
        seen.Frame();
        seen.Frame();
        Assert.Equal(drawn, scene.Time.FrameTimes.Count);
        Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds > 0.03, "a frame in which nothing happens did not wait");
    }

    /// <summary>What a frame takes beside its steps is not counted.</summary>
    [Fact]
    public void OnlyTrainingIsTrainingTime()
    {
        Frames(3);
        long start = Stopwatch.GetTimestamp();
        TimeSpan before = trainer.TrainTime;
        Sleeper sleeper = new();
        scene.Add("sleeper", sleeper);
        Frames(5);
        TimeSpan trained = trainer.TrainTime - before;
        Assert.True(trained > TimeSpan.Zero);
        Assert.True(trained <= Stopwatch.GetElapsedTime(start) - sleeper.Slept, $"{trained} of {Stopwatch.GetElapsedTime(start)}");
    }

    [Fact]
    public void SpacePausesAndRightDoesOneStep()
    {
        Frames(5);
        Assert.True(trainer.Steps > 0);
        Press(Key.Space);
        Frames(1);
        long steps = trainer.Steps;
        Frames(3);
        Assert.Equal(steps, trainer.Steps);

        Press(Key.Right);
        Frames(3);
        Assert.Equal(steps + 1, trainer.Steps);
        Press(Key.Right, isRepeat: true);
        Frames(1);
        Press(Key.Right, isRepeat: true);
        Frames(1);
        Assert.Equal(steps + 3, trainer.Steps);

        Press(Key.Space);
        Press(Key.Space, isRepeat: true);
        for (int i = 0; i < 500 && trainer.Steps <= steps + 3; i++) // on a busy machine a step takes many frames
        {
            Frames(1);
        }

        Assert.True(trainer.Steps > steps + 3);
    }

    [Fact]
    public void RStartsOverToTheSameBits()
    {
        scene.Playback.IsPaused = true;
        Steps(6);
        string first = WeightsHash.Of(model);
        Press(Key.R);
        Frames(1);
        Assert.Equal((0, TimeSpan.Zero), (trainer.Steps, trainer.TrainTime));
        Assert.NotEqual(first, WeightsHash.Of(model));
        Steps(6);

        Assert.Equal((6, first), (trainer.Steps, WeightsHash.Of(model)));
    }

    [Fact]
    public void SSavesAPictureAndEscapeEnds()
    {
        player.PictureName = Path.Combine(TempFolder.New(), "picture");
        List<string> saved = [];
        player.Saved += saved.Add;
        Frames(2);
        byte[] drawn = target.ReadPixels();
        Press(Key.S);
        Frames(1);
        Assert.False(player.IsClosing);
        Press(Key.Escape);
        Frames(1);

        Assert.True(player.IsClosing);
        Assert.Equal($"{player.PictureName}-000002.png", Assert.Single(saved));
        (byte[] rgba, int width, int height) = PngFile.Read(saved[0]);
        Assert.Equal((800, 450), (width, height));
        Assert.Equal(drawn, rgba);
        player.Run(TestContext.Current.CancellationToken); // returns
    }

    [Fact]
    public void SlidersActAtOnceAndMakeNothing()
    {
        Frames(20);
        ControlPanel panel = (ControlPanel)player.Views.Find(controls)!;
        Drag(panel, 1, share: 0);
        Assert.Equal(0, scene.Playback.TrainingShare);
        (long steps, long made) = (trainer.Steps, gpu.VulkanObjectsMade); // nothing is trained now, which may make a new cut of a step

        Drag(panel, 0, share: 1);
        Assert.InRange(trainer.LearningRateFactor, 80, 100);
        Drag(panel, 0, share: 0);
        Assert.InRange(trainer.LearningRateFactor, 0.0099, 0.0125);
        Frames(3);

        Assert.Equal((steps, made), (trainer.Steps, gpu.VulkanObjectsMade));
    }

    [Fact]
    public void WhatIsDrawnIsSeenByTheModelInTheSameFrame()
    {
        scene.Playback.IsPaused = true;
        Frames(2);
        float[] empty = Read("drawing/probabilities");
        DrawingPad pad = (DrawingPad)player.Views.Find(drawing)!;
        (float x, float y) = (pad.Area.X + pad.Area.Width / 2f, pad.Area.Y + 20);
        player.Pointer(new(PointerAction.Press, x, y, 0, 0));
        player.Pointer(new(PointerAction.Move, x + 10, pad.Area.Bottom - 20, 0, 0));
        player.Pointer(new(PointerAction.Release, x + 10, pad.Area.Bottom - 20, 0, 0));
        Frames(2);

        Assert.Contains(1f, Read("drawing/image"));
        Assert.Equal(1, Read("drawing/probabilities").Sum(), 3);
        Assert.NotEqual(empty, Read("drawing/probabilities"));
    }

    [Fact]
    public void ViewsReadNothingBack()
    {
        const int Count = 50, Rounds = 3;
        scene.Playback.FrameRate = 50;
        Frames(30);
        List<long> made = [];
        for (int i = 0; i < Rounds; i++)
        {
            (long before, long read) = (gpu.VulkanObjectsMade, gpu.Staging.BytesDownloaded);
            Frames(Count);
            Assert.InRange((gpu.Staging.BytesDownloaded - read) / Count, 0, 100); // the batch alone has 62720 bytes
            made.Add(gpu.VulkanObjectsMade - before);
        }

        Assert.Contains(0, made); // a machine that others use cuts a step now and then, and a new cut makes lists
    }

    [Fact]
    public void AViewThatCannotBeShownIsToldOfAndLeftOut()
    {
        List<BehaviourException> errors = [];
        scene.Error += errors.Add;
        scene.Add("wrong", new MatrixView("batch"));
        Frames(2);

        Assert.StartsWith("Entity \"wrong\": MatrixView failed in Start and was stopped: Matrix \"batch\": a tensor [R, C]",
            Assert.Single(errors).Message);
        Assert.True(trainer.Steps > 0);
    }

    [Fact]
    public void ADisabledViewLeavesItsPlaceToTheOthers()
    {
        Frames(2);
        View pad = player.Views.Find(drawing)!;
        Rectangle place = pad.Bounds;
        drawing.Entity.IsActive = false;
        Frames(1);
        Assert.Null(player.Views.Find(drawing));

        drawing.Entity.IsActive = true;
        Frames(1);
        Assert.Equal(place, player.Views.Find(drawing)!.Bounds);
    }

    void Frames(int count)
    {
        for (int i = 0; i < count; i++)
        {
            player.Frame();
        }
    }

    void Steps(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Press(Key.Right);
            Frames(1);
        }
    }

    void Press(Key key, bool isRepeat = false) => player.Key(new(key, IsPressed: true, isRepeat));

    void Drag(ControlPanel panel, int slider, float share)
    {
        Rectangle place = panel.PlaceOf((Slider)panel.Widgets[slider]);
        float x = place.X + share * (place.Width - 1), y = place.Y + place.Height / 2f;
        player.Pointer(new(PointerAction.Press, x, y, 0, 0));
        player.Pointer(new(PointerAction.Release, x, y, 0, 0));
        Frames(1);
    }

    float[] Read(string name)
    {
        TensorMemory memory = scene.FindTensor(name);
        float[] values = new float[memory.Type.Shape.Count];
        gpu.Staging.Download<float>(memory.Buffer, values, memory.ByteOffset);
        return values;
    }

    sealed class Sleeper : Behaviour
    {
        public TimeSpan Slept { get; private set; }

        protected override void Update()
        {
            long start = Stopwatch.GetTimestamp();
            Thread.Sleep(40);
            Slept += Stopwatch.GetElapsedTime(start);
        }
    }

    sealed class FakeWindow : IWindow
    {
        public IVkSurface Surface => throw new NotSupportedException();
        public (int Width, int Height) FramebufferSize => (800, 450);
        public bool IsClosing { get; set; }
        public bool IsMinimized => false;
        public bool IsUnseen { get; set; }
        public string Title { set { } }
        public event Action<PointerEvent>? Pointer { add { } remove { } }
        public event Action<KeyEvent>? Keyboard { add { } remove { } }
        public void PollEvents() { }
        public void Dispose() { }
    }
}
