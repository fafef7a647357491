using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Tracing;

[Collection("gpu")]
public sealed class UnknownTensorTests(GpuFixture fixture)
{
    /// <summary>A message that lists thousands of names is read by nobody.</summary>
    [Fact]
    public void OfVeryManySomeAreNamed()
    {
        Sequential deep = new([.. Enumerable.Range(0, 100).Select(_ => new Residual(new Dense(3, 3), new Relu()))]);
        string message = Assert.Throws<UnknownTensorException>(() =>
            fixture.Gpu.Record(() => deep.Forward(Tensor.Ones([2, 3])), training: false, watch: ["layers.7:outptu"])).Message;
        Assert.Contains("Did you mean \"layers.7:output\"?", message);
        Assert.Matches(@" and \d+ more\.$", message);
        Assert.InRange(message.Length, 100, 3000);
    }
}
