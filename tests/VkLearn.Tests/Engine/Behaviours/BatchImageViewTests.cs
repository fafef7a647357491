using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class BatchImageViewTests(GpuFixture fixture)
{
    const int Pixels = SmallScene.Side * SmallScene.Side;

    [Fact]
    public void ItsTensorsAreOfTheChosenImageOfTheBatch()
    {
        using SmallScene small = new(fixture.Gpu);
        BatchImageView image = new() { Layer = "layers.1:output", Index = 3 };
        small.Scene.Add("image", image);
        small.Scene.Add("views", new ImageMapView("image/saliency", "image/image"), new ImageMapView("image/gradCam", "image/image"),
            new TensorGridView("image/layers.1:output"), new BarsView("image/probabilities"));
        small.Step(2);
        AssertIsOf(small, 3);

        image.Index = 5;
        small.Frame(0);
        AssertIsOf(small, 5);
    }

    void AssertIsOf(SmallScene small, int index)
    {
        float[] pixels = small.Read("batch")[(index * Pixels)..((index + 1) * Pixels)];
        Assert.Equal(pixels, small.Read("image/image"));
        Assert.Equal(small.Read("label")[index], Assert.Single(small.Read("image/label")));
        Assert.Equal(small.Read("prediction")[index], Assert.Single(small.Read("image/prediction")));
        Tensor input = Tensor.From(pixels, [1, 1, SmallScene.Side, SmallScene.Side]);
        using Recording own = fixture.Gpu.Record(() =>
        {
            Tensor logits = small.Model.Forward(input), maps = logits.Source("layers.1:output");
            return [maps, logits.Softmax(), logits.Saliency(input), logits.GradCam(maps)];
        }, training: false);
        own.Replay();
        string[] names = ["layers.1:output", "probabilities", "saliency", "gradCam"];
        Assert.All(names.Zip(own.Results), pair =>
            Close.To(pair.Second.ToArray().Select(value => (double)value), small.Read($"image/{pair.First}")));
    }

    [Fact]
    public void GradCamGoesByTheSelectedLayerWhereThatMakesMaps()
    {
        using SmallScene small = new(fixture.Gpu);
        small.Scene.Add("image", new BatchImageView { Layer = "layers.2:output" });
        small.Scene.Add("views", new NetworkView(), new ImageMapView("image/selected:gradCam", "image/image"));
        small.Step(2);

        Assert.Equal("image/layers.1:gradCam", small.Scene.NameOf("image/selected:gradCam"));
        AssertIs("layers.1:output", small.Read("image/selected:gradCam"));
        AssertIs("layers.2:output", small.Read("image/layers.2:gradCam"));
        AssertIs("layers.2:output", small.Read("image/layers.3:gradCam")); // a dense layer has no maps: the image's own layer has

        void AssertIs(string layer, float[] map)
        {
            Tensor input = Tensor.From(small.Read("image/image"), [1, 1, SmallScene.Side, SmallScene.Side]);
            using Recording own = fixture.Gpu.Record(() =>
            {
                Tensor logits = small.Model.Forward(input);
                return logits.GradCam(logits.Source(layer));
            }, training: false);
            own.Replay();
            Close.To(own.Result.ToArray().Select(value => (double)value), map);
        }
    }

    [Fact]
    public void AClickChoosesAnotherImage()
    {
        using SmallScene small = new(fixture.Gpu);
        ImageBatchView batch = new();
        BatchImageView image = new();
        small.Scene.Add("image", image);
        small.Scene.Show(Layout.Row(batch, image, new ImageMapView("image/saliency", "image/image")));
        using OffscreenTarget target = new(fixture.Gpu, 640, 200);
        using ScenePlayer player = new(small.Scene, target);
        player.Frame();
        ImageBatch drawn = (ImageBatch)player.Views.Find(batch)!;
        (int x, int y) = (drawn.Area.X + 4 % drawn.Fit.Columns * drawn.Fit.PitchX, drawn.Area.Y + 4 / drawn.Fit.Columns * drawn.Fit.PitchY);
        player.Pointer(new(PointerAction.Press, x + 3, y + 3, 0, 0));
        player.Pointer(new(PointerAction.Release, x + 3, y + 3, 0, 0));
        player.Frame();
        player.Frame();

        Assert.Equal(4, image.Index);
    }

    [Fact]
    public void SaysWhatIsMissing()
    {
        using SmallScene small = new(fixture.Gpu);
        small.Scene.Add("image", new BatchImageView());
        small.Scene.Add("map", new ImageMapView("image/gradCam", "image/image"));
        small.Trainer.Prepare();

        Assert.Equal("There is no \"gradCam\" without a layer that it goes by: give the BatchImage its \"layer\".",
            Assert.Throws<UnknownTensorException>(() => small.Scene.FindTensor("image/gradCam")).Message);
    }
}
