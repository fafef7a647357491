using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Tests.Compile;
using Xunit;

namespace VkLearn.Tests.Models;

[Collection("gpu")]
public sealed class SupportVectorMachineTests(PlainGpu gpu)
{
    readonly GpuDevice gpu = gpu.Gpu;

    [Fact]
    public void AMachineSaysTheSumOfWhatItsVectorsSay()
    {
        using SupportVectorMachine model = New(classes: 2, bias: [0.25f]);
        float[] decisions = Run(() => model.Decisions(Tensor.From([0f, 0, 1, 0], [2, 2])));
        double Kernel(double squared) => Math.Exp(-0.5 * squared);
        Assert.Equal(3 * Kernel(0) - Kernel(1) - 2 * Kernel(4) + 0.25, decisions[0], 1e-5);
        Assert.Equal(3 * Kernel(1) - Kernel(0) - 2 * Kernel(5) + 0.25, decisions[1], 1e-5);
        Assert.Equal([1, 0, 1, 0], Run(() => model.Forward(Tensor.From([0f, 0, 0.1f, 0], [2, 2]))));
    }

    /// <summary>Each machine has one vote, and of equals the first class is the answer.</summary>
    [Theory, InlineData(1, 1, 1, 2, 1, 0), InlineData(1, -1, 1, 1, 1, 1), InlineData(-1, -1, -1, 0, 1, 2), InlineData(0, 0, 0, 0, 1, 2)]
    public void MachinesVote(float bias01, float bias02, float bias12, float votes0, float votes1, float votes2)
    {
        using SupportVectorMachine model = New(classes: 3, [bias01, bias02, bias12]);
        model.Coefficients.Load(new float[9]);
        Assert.Equal([(0, 1), (0, 2), (1, 2)], model.Pairs);
        Assert.Equal([votes0, votes1, votes2], Run(() => model.Forward(Tensor.From([0f, 0], [1, 2]))));
    }

    [Fact]
    public void SaysWhatItNeeds()
    {
        using SupportVectorMachine model = new(features: 2, classes: 2, vectors: 3, gamma: 1);
        Assert.Contains("items [4, 3] have 3 features, its vectors 2. Use features: 3.",
            Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Ones([4, 3]))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SupportVectorMachine(2, 1, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SupportVectorMachine(2, 2, 3, 0));
    }

    SupportVectorMachine New(int classes, float[] bias)
    {
        SupportVectorMachine model = new(features: 2, classes, vectors: 3, gamma: 0.5f);
        foreach (State state in model.States)
        {
            Session.Of(gpu).Settle(state);
        }

        model.Vectors.Load([0, 0, 1, 0, 0, 2]);
        model.Coefficients.Load([.. Enumerable.Repeat((float[])[3, -1, -2], bias.Length).SelectMany(row => row)]);
        model.Bias.Load(bias);
        return model;
    }

    float[] Run(Func<Tensor> trace)
    {
        using Recording recording = gpu.Record(trace, training: false);
        recording.Replay();
        return recording.Result.ToArray();
    }
}
