using VkLearn.Engine;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class SceneViewsTests
{
    static SceneViewsTests()
    {
        Catalog<Behaviour>.Add("TestView", settings => new TestView(settings.Text("tensor", "batch")));
        Catalog<Behaviour>.Add("TestBehaviour", settings => new TestBehaviour(settings.Int("speed", 1, min: 0)));
    }

    [Fact]
    public void ReadsFrameViewsAndBehaviours()
    {
        SceneFile scene = Read(
            """
            "frame": { "rate": 60, "training": 0.5, "theme": "light" },
            "views": { "row": [
              { "column": ["TestView", { "type": "TestView", "tensor": "layers.1:output", "name": "hidden" }], "weight": 2 },
              { "type": "TestView", "weight": 0.5 } ] },
            "behaviours": [{ "type": "TestBehaviour", "speed": 3, "name": "spinner" }]
            """);

        Assert.Equal(new FrameBudget(60, 0.5) { Theme = VkLearn.Rendering.Theme.Light }, scene.Frame);
        VkLearn.Rendering.Layout<Behaviour> root = scene.Layout!;
        Assert.True(root.IsRow);
        Assert.Equal([2, 0.5], root.Parts.Select(part => part.Weight));
        Assert.False(root.Parts[0].IsRow);
        Assert.Equal(["TestView", "hidden", "TestView"], scene.Views.Select(view => view.Name));
        Assert.Equal(root.Leaves, scene.Views.Select(view => view.Behaviour));
        Assert.Equal(["batch", "layers.1:output", "batch"], root.Leaves.SelectMany(view => ((IShown)view).Tensors));
        SceneBehaviour spinner = Assert.Single(scene.Behaviours);
        Assert.Equal(("spinner", 3), (spinner.Name, Assert.IsType<TestBehaviour>(spinner.Behaviour).Speed));
    }

    [Fact]
    public void AllOfItMayBeLeftOut()
    {
        SceneFile scene = SceneFile.Read(SceneText.File());

        Assert.Equal((new FrameBudget(30, 0.8), null, 0), (scene.Frame, scene.Layout, scene.Behaviours.Count));
    }

    [Theory]
    [InlineData("\"frame\": { \"rate\": 0 }", "(14,20): \"rate\" must be a whole number from 1 to 1000, received 0.")]
    [InlineData("\"frame\": { \"training\": 1 }", "(14,24): \"training\" must be a finite number from 0 to 0.95, received 1.")]
    [InlineData("\"frame\": { \"theme\": \"lite\" }", "(14,21): \"theme\" must be one of dark, light, received \"lite\".")]
    [InlineData("\"frame\": { \"rat\": 30 }", "(14,12): unknown key \"rat\" in frame. Did you mean \"rate\"?")]
    [InlineData("\"views\": { \"rows\": [] }", "(14,10): a part of the window is either a \"row\" or a \"column\" of parts")]
    [InlineData("\"views\": { \"row\": [], \"column\": [] }", "(14,10): a part of the window")]
    [InlineData("\"views\": { \"row\": [] }", "(14,19): a row has at least one part.")]
    [InlineData("\"views\": { \"row\": [\"TestVue\"] }", "(14,20): unknown type \"TestVue\" at views.row[0]. Did you mean \"TestView\"?")]
    [InlineData("\"views\": { \"row\": [{ \"type\": \"TestView\", \"tenser\": \"x\" }] }",
        "(14,42): unknown key \"tenser\" in TestView. Did you mean \"tensor\"?")]
    [InlineData("\"views\": \"TestBehaviour\"", "(14,10): TestBehaviour is not a view: there is nothing to be seen of it.")]
    [InlineData("\"behaviours\": [{ \"type\": \"TestBehaviour\", \"speed\": -1 }]",
        "(14,52): \"speed\" must be a whole number of at least 0, received -1.")]
    public void SaysWhatIsWrongAndWhere(string keys, string message)
    {
        var e = Assert.Throws<SettingsException>(() => Read(keys));

        Assert.Contains("scene.json" + message, e.Message);
    }

    static SceneFile Read(string keys) => SceneFile.Read(SceneText.File(SceneText.With(keys)));

    sealed class TestView(string tensor) : Behaviour, IShown
    {
        public IReadOnlyList<string> Tensors => [tensor];

        public VkLearn.Rendering.View MakeView() => throw new NotSupportedException("Nothing draws this scene.");
    }

    sealed class TestBehaviour(int speed) : Behaviour
    {
        public int Speed => speed;
    }
}
