using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class KnobsViewTests
{
    readonly Scene scene = new();
    readonly Turned first = new(), second = new();

    public KnobsViewTests()
    {
        scene.Add("gravity", first);
        scene.Add("room").AddChild("wind", second);
    }

    [Fact]
    public void ASliderTurnsItsKnobAndFollowsIt()
    {
        KnobsView view = new("gravity");
        scene.Add("knobs", view);
        (string title, Slider[] sliders) = Sliders(view);

        Assert.Equal(("gravity", 2), (title, sliders.Length));
        Assert.Equal(("strength", 0, 10, 2, false), (sliders[0].Label, sliders[0].Low, sliders[0].High, sliders[0].Value,
            sliders[0].IsLogarithmic));
        Assert.Equal(("rate", 0.01, 100, true), (sliders[1].Label, sliders[1].Low, sliders[1].High, sliders[1].IsLogarithmic));
        sliders[0].Pointer(PointerAction.Press, 0.25f, 0.5f);
        sliders[1].Pointer(PointerAction.Press, 0.75f, 0.5f);
        Assert.Equal((2.5, 10), (first.Strength, Math.Round(first.Rate, 9)));

        first.Strength = 7;
        scene.Frame(0);
        Assert.Equal(7, sliders[0].Value);
    }

    [Fact]
    public void ItShowsWhatOthersSetInTheSameFrame()
    {
        KnobsView view = new("gravity");
        scene.Add("knobs", view);
        Slider strength = Sliders(view).Sliders[0];
        scene.Add("after", new Sets(first));
        scene.Frame(0);

        Assert.Equal(9, strength.Value);
    }

    [Fact]
    public void WithoutAnEntityAllAreShownAndEqualNamesAreToldApart()
    {
        KnobsView view = new() { Title = "All of it" };
        scene.Add("knobs", view);
        (string title, Slider[] sliders) = Sliders(view);

        Assert.Equal("All of it", title);
        Assert.Equal(["gravity: strength", "gravity: rate", "room/wind: strength", "room/wind: rate"], sliders.Select(one => one.Label));
    }

    [Fact]
    public void SomeAreShownByName()
    {
        KnobsView view = Assert.IsType<KnobsView>(Read("""{ "type": "Knobs", "entity": "gravity", "knobs": ["rate"] }"""));
        scene.Add("knobs", view);
        Assert.Equal(["rate"], Sliders(view).Sliders.Select(one => one.Label));

        KnobsView other = new() { Names = ["mass"] };
        scene.Add("others", other);
        Assert.Contains("no knob named mass. Known: strength, rate", Assert.Throws<ArgumentException>(() => other.MakeView()).Message);
    }

    [Fact]
    public void ASceneNamesTheEntity()
    {
        KnobsView view = Assert.IsType<KnobsView>(Read("""{ "type": "Knobs", "entity": "room/wind", "title": "Wind" }"""));
        scene.Add("knobs", view);

        (string title, Slider[] sliders) = Sliders(view);
        Assert.Equal(("Wind", 2), (title, sliders.Length));
        sliders[0].Pointer(PointerAction.Press, 1, 0);
        Assert.Equal((2, 10), (first.Strength, second.Strength));
        Assert.Equal(4, ShownBy(Read("\"Knobs\"")));
    }

    [Fact]
    public void SaysWhereKnobsAre()
    {
        KnobsView wrong = new("room/win"), none = new();
        scene.Add("knobs", wrong);
        new Scene().Add("knobs", none);

        Assert.Equal("No entity \"room/win\" has knobs. Did you mean \"room/wind\"? Known: gravity, room/wind.",
            Assert.Throws<ArgumentException>(wrong.MakeView).Message);
        Assert.Equal("Nothing in the scene has knobs. A behaviour has them by the interface IKnobs.",
            Assert.Throws<ArgumentException>(none.MakeView).Message);
    }

    static (string Title, Slider[] Sliders) Sliders(IShown view)
    {
        using ControlPanel panel = (ControlPanel)view.MakeView();
        return (panel.Title, [.. panel.Widgets.Cast<Slider>()]);
    }

    static Behaviour Read(string text) =>
        Catalog<Behaviour>.Read(Settings.Parse("scene.json", System.Text.Encoding.UTF8.GetBytes(text)));

    int ShownBy(Behaviour view)
    {
        scene.Add("all", view);
        return Sliders((IShown)view).Sliders.Length;
    }

    sealed class Turned : Behaviour, IKnobs
    {
        public Turned() => Knobs =
        [
            new("strength", 0, 10, () => Strength, value => Strength = value),
            new("rate", 0.01, 100, () => Rate, value => Rate = value, IsLogarithmic: true),
        ];

        public double Strength { get; set; } = 2;

        public double Rate { get; set; } = 1;

        public IReadOnlyList<Knob> Knobs { get; }
    }

    sealed class Sets(Turned turned) : Behaviour
    {
        protected override void LateUpdate() => turned.Strength = 9;
    }
}
