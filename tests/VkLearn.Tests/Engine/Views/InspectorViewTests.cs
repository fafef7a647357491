using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class InspectorViewTests
{
    readonly Scene scene = new();
    readonly Turned wind = new("wind", "sea"), sea = new("waveHeight");

    public InspectorViewTests()
    {
        scene.Add("weather").AddChild("wind", wind);
        scene.Add("sea", sea, new Turned("tide"));
    }

    [Fact]
    public void ShowsTheKnobsOfWhatIsChosen()
    {
        using ControlPanel panel = Open(new InspectorView());
        Choice choice = Assert.IsType<Choice>(panel.Widgets[0]);

        Assert.Equal("Inspector", panel.Title);
        Assert.Equal(["weather/wind", "sea"], choice.Options);
        Assert.Equal(["wind", "sea"], Labels(panel));
        choice.Pointer(PointerAction.Press, 0.9f, 0.5f);
        Assert.Equal(["wave height", "tide"], Labels(panel));

        Slider height = (Slider)panel.Widgets[1];
        height.Pointer(PointerAction.Press, 0.5f, 0.5f);
        Assert.Equal(5, sea.Value, 1e-5);
        sea.Value = 7;
        scene.Frame(0);
        Assert.Equal(7, height.Value);
    }

    [Fact]
    public void ASceneNamesWhatIsChosenAtFirst()
    {
        Behaviour read = Catalog<Behaviour>.Read(Settings.Parse("scene.json",
            """{ "type": "Inspector", "entity": "sea", "title": "Of the sea" }"""u8.ToArray()));
        using ControlPanel panel = Open(Assert.IsType<InspectorView>(read));

        Assert.Equal(("Of the sea", 1), (panel.Title, ((Choice)panel.Widgets[0]).Chosen));
        Assert.Equal(["wave height", "tide"], Labels(panel));
    }

    [Fact]
    public void WhereThereIsOneThereIsNoChoice()
    {
        Scene alone = new();
        alone.Add("sea", new Turned("waveHeight"));
        InspectorView view = new();
        alone.Add("inspector", view);
        using ControlPanel panel = (ControlPanel)view.MakeView();

        Assert.Equal("sea", panel.Detail);
        Assert.Equal(["wave height"], Labels(panel));
    }

    [Fact]
    public void SaysWhereKnobsAre()
    {
        InspectorView wrong = new("see");
        scene.Add("inspector", wrong);
        Assert.Equal("No entity \"see\" has knobs. Did you mean \"sea\"? Known: weather/wind, sea.",
            Assert.Throws<ArgumentException>(wrong.MakeView).Message);
    }

    ControlPanel Open(InspectorView view)
    {
        scene.Add("inspector", view);
        return (ControlPanel)view.MakeView();
    }

    static IEnumerable<string> Labels(ControlPanel panel) => panel.Widgets.OfType<Slider>().Select(slider => slider.Label);

    sealed class Turned(params string[] names) : Behaviour, IKnobs
    {
        public double Value { get; set; }

        public IReadOnlyList<Knob> Knobs => [.. names.Select(name => new Knob(name, 0, 10, () => Value, value => Value = value))];
    }
}
