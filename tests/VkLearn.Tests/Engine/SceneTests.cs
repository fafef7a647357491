using VkLearn.Engine;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class SceneTests
{
    readonly List<string> log = [];
    readonly Scene scene = new();

    [Fact]
    public void CallsTheEventsInUnitysOrder()
    {
        scene.Add("a", New("a"));
        scene.Add("b", New("b"));
        Frame(delta: 0.04);
        Frame(delta: 0.01);
        scene.Dispose();

        Assert.Equal(
            [
                "a.Awake", "a.OnEnable", "b.Awake", "b.OnEnable",
                "a.Start", "b.Start", "a.FixedUpdate", "b.FixedUpdate", "a.FixedUpdate", "b.FixedUpdate",
                "a.Update", "b.Update", "a.LateUpdate", "b.LateUpdate",
                "a.Update", "b.Update", "a.LateUpdate", "b.LateUpdate",
                "b.OnDisable", "b.OnDestroy", "a.OnDisable", "a.OnDestroy",
            ],
            log);
    }

    [Fact]
    public void ABehaviourSwitchedOffIsAwakeButNeitherStartedNorUpdated()
    {
        Spy a = New("a");
        a.IsEnabled = false;
        scene.Add("a", a);
        Frame();
        Assert.Equal(["a.Awake"], log);

        a.IsEnabled = true;
        a.IsEnabled = true;
        Frame();
        a.IsEnabled = false;
        Frame();
        a.IsEnabled = true;
        Frame();

        Assert.Equal(
            [
                "a.Awake", "a.OnEnable", "a.Start", "a.Update", "a.LateUpdate", "a.OnDisable", "a.OnEnable", "a.Update", "a.LateUpdate",
            ],
            log);
    }

    [Fact]
    public void AnInactiveEntityLeavesItsBehavioursAsleep()
    {
        Entity entity = scene.Add("e");
        entity.IsActive = false;
        entity.Add(New("a"));
        entity.Add(New("b"));
        Frame();
        Assert.Empty(log);

        entity.IsActive = true;
        Frame();
        entity.IsActive = false;
        Frame();

        Assert.Equal(
            [
                "a.Awake", "a.OnEnable", "b.Awake", "b.OnEnable", "a.Start", "b.Start", "a.Update", "b.Update", "a.LateUpdate",
                "b.LateUpdate", "a.OnDisable", "b.OnDisable",
            ],
            log);
    }

    [Fact]
    public void WhatNeverWokeIsNotDestroyed()
    {
        Entity entity = scene.Add("e");
        entity.IsActive = false;
        entity.Add(New("a"));
        entity.Destroy();
        Frame();

        Assert.Empty(log);
        Assert.Empty(scene.Entities);
    }

    [Fact]
    public void WhatIsAddedDuringUpdateWakesAtOnceAndStartsBeforeItsFirstUpdate()
    {
        Spy a = New("a");
        a.On = e =>
        {
            if (e == BehaviourEvent.Update && scene.Find("b") is null)
            {
                scene.Add("b", New("b"));
            }
        };
        scene.Add("a", a);
        Frame();
        Frame();

        Assert.Equal(
            [
                "a.Awake", "a.OnEnable", "a.Start", "a.Update", "b.Awake", "b.OnEnable", "b.Start", "a.LateUpdate", "b.LateUpdate",
                "a.Update", "b.Update", "a.LateUpdate", "b.LateUpdate",
            ],
            log);
    }

    [Fact]
    public void WhatIsDestroyedEndsAfterTheFrame()
    {
        Entity entity = scene.Add("e", New("a"), New("b"));
        Spy killer = New("k");
        killer.On = e =>
        {
            if (e == BehaviourEvent.Update)
            {
                entity.Destroy();
                Assert.False(entity.IsDestroyed);
            }
        };
        scene.Add("killer", killer);
        Frame();
        log.RemoveAll(line => line.StartsWith('k') || !line.Contains("On") && !line.Contains("Late"));

        Assert.Equal(
            ["a.OnEnable", "b.OnEnable", "a.LateUpdate", "b.LateUpdate", "a.OnDisable", "b.OnDisable", "a.OnDestroy", "b.OnDestroy"], log);
        Assert.True(entity.IsDestroyed);
        Assert.Null(scene.Find("e"));
        var e = Assert.Throws<InvalidOperationException>(() => entity.Add(New("c")));
        Assert.Contains("Entity \"e\" was destroyed", e.Message);
    }

    [Fact]
    public void ABehaviourIsDestroyedAlone()
    {
        Spy a = New("a");
        Entity entity = scene.Add("e", a, New("b"));
        a.Destroy();
        Frame();
        log.Clear();
        Frame();

        Assert.Equal(["b.Update", "b.LateUpdate"], log);
        Assert.Equal("b", Assert.IsType<Spy>(Assert.Single(entity.Behaviours)).Name);
    }

    [Fact]
    public void WhatAnEndDestroysEndsInTheSameFrame()
    {
        Entity second = scene.Add("second", New("b"));
        Spy a = New("a");
        a.On = e => { if (e == BehaviourEvent.OnDestroy) { second.Destroy(); } };
        scene.Add("first", a).Destroy();
        Frame();

        Assert.Empty(scene.Entities);
        Assert.Equal(["a.OnDisable", "a.OnDestroy", "b.OnDisable", "b.OnDestroy"], log[^4..]);
    }

    [Fact]
    public void AHandlerMaySwitchItselfOff()
    {
        Spy a = New("a"), b = New("b");
        a.On = e => { if (e == BehaviourEvent.Awake) { a.IsEnabled = false; } };
        b.On = e => { if (e == BehaviourEvent.OnEnable) { b.Entity.IsActive = false; } };
        scene.Add("a", a);
        scene.Add("b", b);
        Frame();

        Assert.Equal(["a.Awake", "b.Awake", "b.OnEnable", "b.OnDisable"], log);
    }

    [Fact]
    public void FindsByNameAndByType()
    {
        Spy a = New("a"), b = New("b");
        Entity first = scene.Add("same", a);
        scene.Add("same", b);

        Assert.Same(first, scene.Find("same"));
        Assert.Null(scene.Find("other"));
        Assert.Same(a, scene.FindBehaviour<Spy>());
        Assert.Equal([a, b], scene.FindBehaviours<Spy>());
        Assert.Same(b, b.GetBehaviour<Spy>());
        Assert.Null(first.GetBehaviour<Other>());
    }

    [Theory]
    [InlineData(BehaviourEvent.Awake), InlineData(BehaviourEvent.OnEnable), InlineData(BehaviourEvent.Start)]
    [InlineData(BehaviourEvent.FixedUpdate), InlineData(BehaviourEvent.Update), InlineData(BehaviourEvent.LateUpdate)]
    [InlineData(BehaviourEvent.OnDisable), InlineData(BehaviourEvent.OnDestroy)]
    public void OneThatThrowsIsStoppedAloneAndNamed(BehaviourEvent failing)
    {
        List<BehaviourException> errors = [];
        scene.Error += errors.Add;
        Spy bad = New("bad");
        bad.On = e => { if (e == failing) { throw new FormatException("no number"); } };
        scene.Add("culprit", bad);
        scene.Add("bystander", New("good"));
        Frame(delta: 0.02);
        Frame(delta: 0.02);
        scene.Dispose();

        BehaviourException error = Assert.Single(errors);
        Assert.Equal((bad, failing), (error.Behaviour, error.Event));
        Assert.Equal($"Entity \"culprit\": Spy failed in {failing} and was stopped: no number", error.Message);
        Assert.IsType<FormatException>(error.InnerException);
        Assert.False(bad.IsEnabled);
        Assert.Equal(1, log.Count(line => line == $"bad.{failing}"));
        Assert.Equal(2, log.Count(line => line == "good.LateUpdate"));
        Assert.Equal(["bad.OnDestroy"], log.Where(line => line == "bad.OnDestroy"));
        Assert.Equal(log.Count(line => line == "bad.OnEnable"), log.Count(line => line == "bad.OnDisable"));
    }

    [Fact]
    public void AFailureOfTheRunIsNotABehavioursOwn()
    {
        Spy a = New("a");
        a.On = e => { if (e == BehaviourEvent.Update) { throw new NanException("step 3"); } };
        scene.Add("a", a);

        Assert.Throws<NanException>(() => Frame());
    }

    [Fact]
    public void OnlyViewsAreShown() => Assert.Equal("Spy is not a view: there is nothing to be seen of it.",
        Assert.Throws<ArgumentException>(() => scene.Show(Layout.Row(New("a")))).Message);

    [Fact]
    public void ABehaviourHasOneEntity()
    {
        Spy a = New("a");
        var e = Assert.Throws<InvalidOperationException>(() => a.Entity);
        Assert.Contains("belongs to no entity yet", e.Message);
        scene.Add("first", a);

        e = Assert.Throws<InvalidOperationException>(() => scene.Add("second", a));

        Assert.Contains("Spy belongs to entity \"first\" already", e.Message);
    }

    Spy New(string name) => new(name, log);

    void Frame(double delta = 0) => scene.Frame(delta);

    sealed class Other : Behaviour;

    /// <summary>Writes down what happens to it.</summary>
    sealed class Spy(string name, List<string> log) : Behaviour
    {
        public string Name => name;

        public Action<BehaviourEvent> On { get; set; } = _ => { };

        protected override void Awake() => Note(BehaviourEvent.Awake);
        protected override void OnEnable() => Note(BehaviourEvent.OnEnable);
        protected override void Start() => Note(BehaviourEvent.Start);
        protected override void FixedUpdate() => Note(BehaviourEvent.FixedUpdate);
        protected override void Update() => Note(BehaviourEvent.Update);
        protected override void LateUpdate() => Note(BehaviourEvent.LateUpdate);
        protected override void OnDisable() => Note(BehaviourEvent.OnDisable);
        protected override void OnDestroy() => Note(BehaviourEvent.OnDestroy);

        void Note(BehaviourEvent happened)
        {
            log.Add($"{name}.{happened}");
            On(happened);
        }
    }
}
