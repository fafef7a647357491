using VkLearn.Gpu;
using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>Loss, its gradient and hits of the same logits and labels come from one dispatch, and have the bits of three.</summary>
[Collection("gpu")]
public sealed class JointTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Theory, InlineData("loss gradient hits"), InlineData("loss hits gradient"), InlineData("hits loss gradient"),
        InlineData("loss hits"), InlineData("hits loss"), InlineData("loss gradient"), InlineData("hits")]
    public void InWhicheverOrderTheyAreTraced(string order)
    {
        foreach (int classes in (int[])[10, 70])
        {
            using Recording one = Record(order, classes);
            Assert.Equal(1, one.Commands.Count(command => command.Accesses.Any()));
            using Variable fuse = new("VKLEARN_FUSE", "0");
            using Recording each = Record(order, classes);
            Assert.Equal(order.Split(' ').Length, each.Dispatches);
            one.Replay();
            each.Replay();
            Assert.Equal(Values(each), Values(one));
        }

        gpu.Memory.CheckGuards();
    }

    [Fact]
    public void OfTwoLabelsEachByItself()
    {
        using Recording step = gpu.Record(() =>
        {
            (Tensor logits, Tensor label) = Inputs(10);
            Tensor other = Tensor.From([.. Enumerable.Range(0, 16).Select(i => i % 3)], [16]);
            return [Loss(logits, label), logits.Hits(label), Loss(logits, other), logits.Hits(other)];
        });
        Assert.Equal(2, step.Dispatches);
    }

    Recording Record(string order, int classes) => gpu.Record(() =>
    {
        (Tensor logits, Tensor label) = Inputs(classes);
        Dictionary<string, Tensor> made = [];
        foreach (string what in order.Split(' '))
        {
            made[what] = what switch
            {
                "loss" => Loss(logits, label),
                "hits" => logits.Hits(label),
                _ => made["loss"].Sum().Gradients(logits)[0],
            };
        }

        return [.. made.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];
    });

    static (Tensor Logits, Tensor Label) Inputs(int classes) => (
        Tensor.From([.. Enumerable.Range(0, 16 * classes).Select(i => MathF.Round(4 * MathF.Sin(i * i)))], [16, classes]),
        Tensor.From([.. Enumerable.Range(0, 16).Select(i => i % (classes + 1) - 1)], [16]));

    static Tensor Loss(Tensor logits, Tensor label) => new SoftmaxCrossEntropy(0.1f).Apply(logits, label)[0];

    static float[] Values(Recording step) => [.. step.Results.SelectMany(result => result.ToArray())];
}
