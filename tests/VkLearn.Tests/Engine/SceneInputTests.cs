using VkLearn.Engine;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class SceneInputTests : IDisposable
{
    readonly List<string> log = [];
    readonly Scene scene = new();
    readonly ScenePlayer player;

    public SceneInputTests() => player = new(scene);

    public void Dispose()
    {
        player.Dispose();
        scene.Dispose();
    }

    [Fact]
    public void TheNextFrameBringsThemBeforeItsUpdates()
    {
        scene.Add("a", New("a"));
        Press(Key.X);
        Point(PointerAction.Press);
        Press(Key.Y);
        Assert.Empty(log);
        player.Frame();
        player.Frame();

        Assert.Equal(["a.Start", "a.X in frame 1", "a.Press at 3, 4", "a.Y in frame 1", "a.Update", "a.Update"], log);
    }

    [Fact]
    public void ItIsTheThreadOfTheFrameThatBringsThem()
    {
        int thread = 0;
        scene.Add("a", New("a", onKey: _ => (thread = Environment.CurrentManagedThreadId) == 0));
        Thread user = new(() => Press(Key.X));
        user.Start();
        user.Join();
        player.Frame();

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void AKeyThatIsTakenReachesNeitherTheBehavioursAfterNorThePlayer()
    {
        bool isTaken = true;
        scene.Add("a", New("a", onKey: e => isTaken && e.Key == Key.Space));
        scene.Add("b", New("b"));
        Press(Key.Space);
        player.Frame();
        Assert.False(scene.Playback.IsPaused);
        Assert.Equal(["a.Space in frame 1"], log.Where(line => line.Contains("Space")));

        isTaken = false;
        Press(Key.Space);
        Press(Key.Escape);
        player.Frame();
        Assert.True(scene.Playback.IsPaused);
        Assert.True(player.IsClosing);
        Assert.Equal(["a.Space in frame 2", "b.Space in frame 2"], log.Where(line => line.Contains("Space in frame 2")));
    }

    /// <summary>While something is written into, no behaviour hears its keys, and the player does not act on them.</summary>
    [Fact]
    public void AKeyThatIsWrittenReachesNobodyElse()
    {
        bool isWriting = true;
        List<string> typed = [];
        scene.Writing = e => isWriting && e.Key != Key.F1;
        scene.Typed += typed.Add;
        scene.Add("a", New("a"));
        Press(Key.Space);
        player.Type(" ");
        Press(Key.F1);
        Assert.Empty(typed);
        player.Frame();
        Assert.False(scene.Playback.IsPaused);
        Assert.Equal((" ", "a.F1 in frame 1"), (Assert.Single(typed), Assert.Single(log, line => line.Contains("frame"))));

        isWriting = false;
        Press(Key.Space);
        player.Frame();
        Assert.True(scene.Playback.IsPaused);
    }

    [Fact]
    public void WhatThePointerDidIsToldOfWhereItIsNotTaken()
    {
        List<PointerAction> left = [];
        scene.UnhandledPointer += e => left.Add(e.Action);
        scene.Add("a", New("a", onPointer: e => e.Action == PointerAction.Press));
        scene.Add("b", New("b"));
        Point(PointerAction.Press);
        Point(PointerAction.Release);
        player.Frame();

        Assert.Equal([PointerAction.Release], left);
        Assert.Equal(["a.Press at 3, 4", "a.Release at 3, 4", "b.Release at 3, 4"], log.Where(line => line.Contains("at 3, 4")));
    }

    [Fact]
    public void AStepThatAKeyAsksForIsOfTheSameFrame()
    {
        bool isStepping = false;
        scene.Add("a", New("a", onUpdate: () => isStepping = scene.Playback.IsStepping));
        Press(Key.Right);
        player.Frame();
        Assert.True(isStepping);
        player.Frame();
        Assert.False(isStepping);
    }

    [Fact]
    public void WhoIsSwitchedOffGetsNone()
    {
        scene.Add("a", New("a")).IsActive = false;
        scene.Add("b", New("b")).GetBehaviour<Listener>()!.IsEnabled = false;
        Press(Key.X);
        Point(PointerAction.Move);
        player.Frame();

        Assert.Empty(log);
    }

    [Fact]
    public void OneThatThrowsIsStoppedAndTakesNothing()
    {
        List<BehaviourException> errors = [];
        scene.Error += errors.Add;
        scene.Add("a", New("a", onKey: _ => throw new FormatException("no key")));
        scene.Add("b", New("b", onPointer: _ => throw new FormatException("no place")));
        Press(Key.Space);
        Point(PointerAction.Move);
        player.Frame();

        Assert.Equal([BehaviourEvent.OnKey, BehaviourEvent.OnPointer], errors.Select(error => error.Event));
        Assert.Equal("Entity \"a\": Listener failed in OnKey and was stopped: no key", errors[0].Message);
        Assert.True(scene.Playback.IsPaused);
    }

    Listener New(string name, Func<KeyEvent, bool>? onKey = null, Func<PointerEvent, bool>? onPointer = null, Action? onUpdate = null) =>
        new(name, log, onKey ?? (_ => false), onPointer ?? (_ => false), onUpdate ?? (() => { }));

    void Press(Key key) => player.Key(new(key, IsPressed: true, IsRepeat: false));

    void Point(PointerAction action) => player.Pointer(new(action, 3, 4));

    sealed class Listener(
        string name, List<string> log, Func<KeyEvent, bool> onKey, Func<PointerEvent, bool> onPointer, Action onUpdate) : Behaviour
    {
        protected override void Start() => log.Add($"{name}.Start");

        protected override bool OnKey(KeyEvent e)
        {
            log.Add($"{name}.{e.Key} in frame {Time.Frame}");
            return onKey(e);
        }

        protected override bool OnPointer(PointerEvent e)
        {
            log.Add($"{name}.{e.Action} at {e.X}, {e.Y}");
            return onPointer(e);
        }

        protected override void Update()
        {
            log.Add($"{name}.Update");
            onUpdate();
        }
    }
}
