using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Tracing;

[Collection("gpu")]
public sealed class WatchesTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void InputsIntermediatesGradientsAndWeightsAreSeen()
    {
        Sequential model = new(new Dense(2, 1, weight: Initializer.Constant(2)), new Tanh());
        Parameter weight = model.Parameters[0];
        Sgd sgd = new(0.5f);
        using Recording step = gpu.Record(() =>
        {
            Tensor input = (Tensor.From([1f, 0, 0, 0], [2, 2]) * 1f).Watch("input");
            Tensor loss = model.Forward(input).Sum();
            Tensor[] gradients = loss.Gradients(model);
            gradients[0].Watch();
            weight.Value.Watch("before");
            sgd.Apply(model.Parameters, gradients);
            weight.Value.Watch("after");
            loss.Watch("loss");
        });
        Assert.Equal(["after", "before", "input", "layers.0.weight:gradient", "loss"], step.Watches.Keys.Order());
        step.Replay();
        double slope = 1 - Math.Pow(Math.Tanh(2), 2);
        Close.To([1, 0, 0, 0], step.Watches["input"].ToArray());
        Close.To([Math.Tanh(2)], step.Watches["loss"].ToArray());
        Close.To([slope, 0], step.Watches["layers.0.weight:gradient"].ToArray());
        Close.To([2, 2], step.Watches["before"].ToArray());
        Close.To([2 - slope / 2, 2], step.Watches["after"].ToArray());
        Assert.Equal(weight.ToArray(), step.Watches["after"].ToArray());
    }

    [Fact]
    public void TensorsAreSeenByTheNamesThatTheyWereTracedWith()
    {
        Sequential model = new(new Dense(2, 1, weight: Initializer.Constant(2)), new Tanh());
        Sgd sgd = new(0.5f);
        using Recording step = gpu.Record(() =>
        {
            Tensor loss = model.Forward(Tensor.From([1f, 0, 0, 0], [2, 2]) * 1f).Sum();
            sgd.Minimize(loss, of: model);
            return loss;
        }, watch: ["layers.0:output", "layers.1:output", "layers.0.weight:gradient"]);
        step.Replay();
        Close.To([2, 0], step.Watches["layers.0:output"].ToArray());
        Close.To([Math.Tanh(2), 0], step.Watches["layers.1:output"].ToArray());
        Close.To([1 - Math.Pow(Math.Tanh(2), 2), 0], step.Watches["layers.0.weight:gradient"].ToArray());
        TensorMemory memory = step.Watches["layers.1:output"].Memory!.Value;
        float[] values = new float[2];
        gpu.Staging.Download<float>(memory.Buffer, values, memory.ByteOffset);
        Close.To([Math.Tanh(2), 0], values);
    }

    [Fact]
    public void ANameThatNothingHasIsRefused()
    {
        Sequential model = new(new Dense(2, 1), new Tanh());
        var refused = Assert.Throws<UnknownTensorException>(
            () => gpu.Record(() => model.Forward(Tensor.Ones([1, 2]) * 2f), training: false, name: "probe", watch: ["layers.1:outptu"]));
        Assert.Equal("layers.1:outptu", refused.Name);
        Assert.StartsWith(
            "The probe computes no tensor \"layers.1:outptu\". Did you mean \"layers.1:output\"? It computes: ", refused.Message);
    }

    [Fact]
    public void TwoTensorsDoNotShareAName()
    {
        var refused = Assert.Throws<ArgumentException>(() => gpu.Record(() =>
        {
            (Tensor.Ones([2]) + 1f).Watch("x");
            (Tensor.Ones([2]) + 2f).Watch("x");
        }));
        Assert.Equal("Two tensors of this recording are watched as \"x\"; give one another name.", refused.Message);
    }

    [Fact]
    public void ATensorWithoutANameNeedsOne()
    {
        var refused = Assert.Throws<ArgumentException>(() => gpu.Record(() => { (Tensor.Ones([2]) + 1f).Watch(); }));
        Assert.Equal("This tensor has no name of its own: Watch(\"a name\").", refused.Message);
    }

    [Fact]
    public void OneTensorIsSeenUnderSeveralNames()
    {
        using Recording step = gpu.Record(() => { (Tensor.From([3f], [1]) + 1f).Watch("a").Watch("b"); });
        step.Replay();
        Assert.Equal((4f, 4f), (step.Watches["a"].Item(), step.Watches["b"].Item()));
    }
}
