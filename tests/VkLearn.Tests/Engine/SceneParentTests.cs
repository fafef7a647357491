using VkLearn.Engine;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class SceneParentTests
{
    readonly List<string> log = [];
    readonly Scene scene = new();

    [Fact]
    public void AChildIsFoundByItsPath()
    {
        Entity left = scene.Add("left"), right = scene.Add("right"), arm = right.AddChild("arm"), hand = arm.AddChild("hand");
        Entity other = left.AddChild("arm");

        Assert.Equal((right, "right/arm/hand"), (arm.Parent, hand.Path));
        Assert.Equal([arm], right.Children);
        Assert.Same(arm, scene.Find("arm"));
        Assert.Same(other, scene.Find("left/arm"));
        Assert.Same(hand, scene.Find("hand"));
        Assert.Same(hand, scene.Find("arm/hand"));
        Assert.Same(hand, scene.Find("right/arm/hand"));
        Assert.Null(scene.Find("left/arm/hand"));
        Assert.Null(scene.Find("/hand"));
        Assert.Equal([left, right, arm, hand, other], scene.Entities);
    }

    [Fact]
    public void ActivityFollowsTheParent()
    {
        Entity parent = scene.Add("parent", New("p"));
        parent.AddChild("child", New("c")).AddChild("grandchild", New("g"));
        scene.Frame(0);
        log.Clear();

        parent.IsActive = false;
        scene.Frame(0);
        Assert.Equal(["p.OnDisable", "c.OnDisable", "g.OnDisable"], log);
        Entity child = scene.Find("child")!;
        Assert.True(child.IsActive);
        Assert.False(child.IsActiveInHierarchy || child.Behaviours[0].IsActiveAndEnabled);

        child.IsActive = false;
        parent.IsActive = true;
        child.IsActive = true;
        Assert.Equal(["p.OnEnable", "c.OnEnable", "g.OnEnable"], log[3..]);
    }

    [Fact]
    public void AChildOfAnInactiveParentSleepsUntilItHasAnother()
    {
        Entity parent = scene.Add("parent");
        parent.IsActive = false;
        Entity child = parent.AddChild("child", New("c"));
        scene.Frame(0);
        Assert.Empty(log);

        child.Parent = null;
        Assert.Equal(["c.Awake", "c.OnEnable"], log);
        Assert.Empty(parent.Children);
        child.Parent = parent;
        Assert.Equal("c.OnDisable", log[^1]);
        Assert.Equal([child], parent.Children);
    }

    [Fact]
    public void TheEndOfAParentIsTheEndOfItsChildren()
    {
        Entity root = scene.Add("root", New("r")), parent = root.AddChild("parent", New("p"));
        Entity child = parent.AddChild("child", New("c"));
        parent.Destroy();
        parent.AddChild("late", New("l"));
        scene.Frame(0);

        Assert.Equal(
            ["c.OnDestroy", "l.OnDestroy", "p.OnDestroy"], log.Where(line => line.EndsWith("OnDestroy", StringComparison.Ordinal)).Order());
        Assert.Equal(log.Count(line => line.EndsWith("OnEnable", StringComparison.Ordinal)) - 1,
            log.Count(line => line.EndsWith("OnDisable", StringComparison.Ordinal)));
        Assert.True(parent.IsDestroyed && child.IsDestroyed);
        Assert.Equal([root], scene.Entities);
        Assert.Empty(root.Children);
        scene.Dispose();
        Assert.Equal("r.OnDestroy", log[^1]);
    }

    [Fact]
    public void AChildEndsAlone()
    {
        Entity parent = scene.Add("parent", New("p"));
        parent.AddChild("child", New("c")).Destroy();
        scene.Frame(0);

        Assert.Equal([parent], scene.Entities);
        Assert.Empty(parent.Children);
        Assert.DoesNotContain("p.OnDestroy", log);
    }

    [Fact]
    public void RefusesParentsThatCannotBe()
    {
        Entity parent = scene.Add("parent"), child = parent.AddChild("child"), gone = scene.Add("gone");
        gone.Destroy();
        scene.Frame(0);

        Refuses(() => parent.Parent = child, "Entity \"parent\" cannot belong to \"parent/child\": that is itself, or one of its own");
        Refuses(() => child.Parent = child, "Entity \"parent/child\" cannot belong to \"parent/child\": that is itself");
        Refuses(() => child.Parent = new Scene().Add("far"), "Entity \"parent/child\" cannot belong to \"far\": that is in another scene.");
        Refuses(() => child.Parent = gone, "Entity \"parent/child\" cannot belong to \"gone\": that was destroyed.");
        Refuses(() => gone.Parent = parent, "Entity \"gone\" cannot belong to \"parent\": it was destroyed.");
        Assert.Same(parent, child.Parent);
        Assert.Contains("Entity \"a/b\": a name has no '/'", Assert.Throws<ArgumentException>(() => scene.Add("a/b")).Message);
    }

    static void Refuses(Action set, string message) =>
        Assert.StartsWith(message, Assert.Throws<InvalidOperationException>(set).Message);

    Spy New(string name) => new(name, log);

    sealed class Spy(string name, List<string> log) : Behaviour
    {
        protected override void Awake() => log.Add($"{name}.Awake");
        protected override void OnEnable() => log.Add($"{name}.OnEnable");
        protected override void OnDisable() => log.Add($"{name}.OnDisable");
        protected override void OnDestroy() => log.Add($"{name}.OnDestroy");
    }
}
