using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class BarsViewTests(GpuFixture fixture)
{
    /// <summary>What was not found out yet is not told as nothing.</summary>
    [Theory, InlineData("", "0 %", "50.0 %"), InlineData(", \"zero\": \"not yet\"", "not yet", "50.0 %")]
    public void ZeroCanHaveAWord(string setting, string zero, string half)
    {
        SceneFile file = SceneFile.Parse("scene.json", """
            {
              "data": { "type": "DrawnDigits", "train": 60, "test": 20, "seed": 1 },
              "model": { "type": "Sequential", "layers": ["Flatten", { "type": "Dense", "inFeatures": 784, "outFeatures": 10 }] },
              "optimizer": { "type": "Adam", "learningRate": 1e-3 },
              "training": { "batch": 10, "epochs": 1 },
              "views": { "type": "Bars", "tensor": "layers.1.bias", "percent": true ZERO }
            }
            """.Replace("ZERO", setting));
        using OffscreenTarget target = new(fixture.Gpu, 640, 360);
        using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu), RunLength.Steps(1),
            new RunOptions { Target = target });
        using Bars bars = (Bars)run.Scene.FindBehaviours<BarsView>().Single().MakeView();
        Assert.Equal((zero, half), (bars.Format(0), bars.Format(0.5)));
    }
}
