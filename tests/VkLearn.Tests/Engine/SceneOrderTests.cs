using VkLearn.Engine;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class SceneOrderTests
{
    readonly List<string> log = [];
    readonly Scene scene = new();

    [Fact]
    public void TheLowestComesFirstAndEqualsAsTheyWereAdded()
    {
        scene.Add("e", New("b", 0), New("z", 7), New("c", 0), New("a", -100));
        scene.Add("f", New("d", 0), New("first", -100));
        scene.Key(new(Key.X, IsPressed: true, IsRepeat: false));
        scene.Frame(0.02);

        string[] order = ["a", "first", "b", "c", "d", "z"];
        Assert.Equal(
            [.. ((string[])["Start", "OnKey", "FixedUpdate", "Update", "LateUpdate"]).SelectMany(e => order.Select(name => $"{name}.{e}"))],
            log);
    }

    [Fact]
    public void WhatIsAddedWhileOthersAreCalledShiftsNoneOfThem()
    {
        Spy late = New("late", -5);
        scene.Add("e", New("a", 0, () =>
        {
            if (scene.Find("late") is null)
            {
                scene.Add("late", late);
            }
        }), New("b", 0));
        scene.Frame(0);
        Assert.Equal(["a.Start", "b.Start", "a.Update", "b.Update", "late.Start", "late.LateUpdate", "a.LateUpdate", "b.LateUpdate"], log);

        log.Clear();
        scene.Frame(0);
        Assert.Equal(["late.Update", "a.Update", "b.Update", "late.LateUpdate", "a.LateUpdate", "b.LateUpdate"], log);
    }

    [Fact]
    public void ItChangesNothingOfWhatIsFoundFirst()
    {
        Spy first = New("first", 3), second = New("second", -3);
        scene.Add("e", first, second);

        Assert.Same(first, scene.FindBehaviour<Spy>());
        Assert.Equal([first, second], scene.FindBehaviours<Spy>());
    }

    [Fact]
    public void AClassMayFixIt()
    {
        scene.Add("e", New("a", 0));
        scene.Add("trainer", new Early(log));
        scene.Frame(0);

        Assert.Equal(["early", "a.Update"], log.Where(line => line.Contains("early") || line.Contains(".Update")));
    }

    Spy New(string name, int order, Action? onUpdate = null) => new(name, log, onUpdate ?? (() => { })) { Order = order };

    sealed class Early(List<string> log) : Behaviour
    {
        public override int Order => -100;

        protected override void Update() => log.Add("early");
    }

    sealed class Spy(string name, List<string> log, Action onUpdate) : Behaviour
    {
        protected override void Start() => log.Add($"{name}.Start");
        protected override void FixedUpdate() => log.Add($"{name}.FixedUpdate");
        protected override void LateUpdate() => log.Add($"{name}.LateUpdate");

        protected override bool OnKey(KeyEvent e)
        {
            log.Add($"{name}.OnKey");
            return false;
        }

        protected override void Update()
        {
            log.Add($"{name}.Update");
            onUpdate();
        }
    }
}
