using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>
/// Plans of a few models as text beside this file, so that a change of the compiler shows what it changes. VKLEARN_WRITE_PLANS=1 writes
/// them anew. They are those of a CPU driver with subgroups of 8.
/// </summary>
[Collection("gpu")]
public sealed class PlanTextTests(PlainGpu plain)
{
    readonly GpuDevice gpu = plain.Gpu;

    [Fact]
    public void TrainingAnMlp()
    {
        Dataset data = Dataset.From(new byte[128 * 784], new int[128], [1, 28, 28], "digits");
        using Trainer trainer = new(
            gpu, new Classifier(new Sequential(new Dense(784, 128), new Relu(), new Dense(128, 10)), new Adam(1e-3f)), data, batchSize: 64);
        Check("mlp-784-128-10-b64", trainer.Step);
    }

    [Theory, InlineData("inference-b1"), InlineData("adversarial"), InlineData("recurrent"), InlineData("deep-50"),
        InlineData("mlp-dropout-adam"), InlineData("norms")]
    public void OfAModel(string name)
    {
        using Model model = Models.Record(gpu, name);
        Check(name, model.Step);
    }

    void Check(string name, Recording step)
    {
        Assert.SkipUnless(gpu.Info is { SubgroupSize: 8, HasInt64: true }, "the plans are those of a device with subgroups of 8");
        string plan = step.Plan.ReplaceLineEndings("\n"), file = RepositoryRoot.Find($"tests/VkLearn.Tests/Compile/{name}.plan.txt");
        if (Environment.GetEnvironmentVariable("VKLEARN_WRITE_PLANS") == "1")
        {
            File.WriteAllText(file, plan);
        }

        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), plan);
    }
}
