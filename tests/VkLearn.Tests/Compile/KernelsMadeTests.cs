using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>Kernels cost milliseconds each, and with a cold cache a second: none is made that no plan uses.</summary>
[Collection("gpu")]
public sealed class KernelsMadeTests
{
    [Fact]
    public void OnlyThoseOfThePlans()
    {
        List<GpuMessage> messages = [];
        using (GpuDevice gpu = GpuDevice.Open(new GpuOptions { Validation = true, Message = messages.Add }))
        {
            Sequential model = new(new Dense(12, 20), new Relu(), new Dense(20, 5));
            Classifier learner = new(model, new Adam(1e-3f));
        using Trainer trainer = new(gpu, learner, Models.Points(), batchSize: 16);
            trainer.Run(3);
            Assert.Equal(Kernels(trainer.Step).Count, gpu.KernelsMade);

            using Evaluator evaluator = new(gpu, learner, Models.Points());
            evaluator.Run();
            Assert.Equal(Kernels(trainer.Step, evaluator.Step).Count, gpu.KernelsMade);
        }

        Assert.Empty(messages);
    }

    static HashSet<SpecializedCode> Kernels(params Recording[] recordings) =>
        [.. recordings.SelectMany(recording => recording.Commands).OfType<KernelCommand>().Select(kernel => kernel.Specialized)];
}
