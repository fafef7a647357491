using VkLearn.Engine;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class SceneTensorsTests
{
    readonly Scene scene = new();
    readonly Owner trainer = new(), left = new(), right = new();

    public SceneTensorsTests()
    {
        scene.Add("trainer", trainer);
        scene.Add("left").AddChild("pad", left);
        scene.Add("right").AddChild("pad", right);
    }

    [Fact]
    public void ATensorBelongsToTheFirstThatHasAnyOrToTheEntityBeforeTheLastSlash()
    {
        scene.FindTensor("layers.1:output");
        scene.FindTensor("trainer/layers.2:output");
        scene.FindTensor("pad/a");
        scene.FindTensor("left/pad/b");
        scene.FindTensor("right/pad/c");

        Assert.Equal(["layers.1:output", "layers.2:output"], trainer.Asked);
        Assert.Equal(["a", "b"], left.Asked);
        Assert.Equal(["c"], right.Asked);
    }

    [Fact]
    public void AnOwnerKnowsWhatIsShownOfIt()
    {
        scene.Add("views", new Shown("batch", "left/pad/image", "right/pad/image", "right/pad/image", "right/pad/layers.1:output"));

        Assert.Equal(["batch"], scene.ShownOf(trainer));
        Assert.Equal(["image"], scene.ShownOf(left));
        Assert.Equal(["image", "layers.1:output"], scene.ShownOf(right));
    }

    [Fact]
    public void NamesTheNearestEntity() => Assert.Equal(
        "\"left/pat/image\": no entity \"left/pat\" has tensors. Did you mean \"left/pad/image\"? Known: trainer, left/pad, right/pad.",
        Assert.Throws<UnknownTensorException>(() => scene.FindTensor("left/pat/image")).Message);

    sealed class Owner : Behaviour, ITensors
    {
        public List<string> Asked { get; } = [];

        public TensorMemory Find(string name)
        {
            Asked.Add(name);
            return default;
        }
    }

    sealed class Shown(params string[] tensors) : Behaviour, IShown
    {
        public IReadOnlyList<string> Tensors => tensors;

        public View MakeView() => throw new NotSupportedException("Nothing draws this scene.");
    }
}
