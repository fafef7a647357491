using VkLearn.Compile;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Optimizers;
using VkLearn.Tests.Tracing;
using Xunit;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Tests.Compile;

/// <summary>What is computed again in the backward: less memory, the same bits.</summary>
[Collection("gpu")]
public sealed class RecomputeTests(GpuFixture fixture, PlainGpu plain)
{
    const int Depth = 64, Width = 16, Batch = 256;
    readonly GpuDevice gpu = plain.Gpu;

    static Sequential Tower(int recomputeEvery, float dropout) => new([.. Enumerable.Range(0, Depth)
        .SelectMany(_ => (Layer[])[new Dense(Width, Width), new Tanh(), new Dropout(dropout)])]) { RecomputeEvery = 3 * recomputeEvery };

    static Recording Train(GpuDevice gpu, Sequential model, string[]? watch = null)
    {
        Models.Restart(gpu, seed: 3);
        Adam adam = new(1e-2f);
        return gpu.Record(() =>
        {
            Tensor loss = (model.Forward(Random.Uniform([Batch, Width])) - 0.3f).Square().Mean();
            adam.Minimize(loss, of: model);
            return loss;
        }, watch: watch);
    }

    static float[] Trained(GpuDevice gpu, int recomputeEvery, float dropout = 0.1f, string[]? watch = null)
    {
        Sequential model = Tower(recomputeEvery, dropout);
        using Recording step = Train(gpu, model, watch);
        step.Replay(3);
        return [step.Result.Item(), .. model.Parameters.SelectMany(parameter => parameter.ToArray())];
    }

    [Fact]
    public void TheBitsAreThoseOfAllKept()
    {
        float[] kept = Trained(gpu, recomputeEvery: 0);
        Assert.DoesNotContain(kept, float.IsNaN);
        Assert.Equal(kept, Trained(gpu, 8));
        Assert.Equal(kept, Trained(gpu, 1));
        Assert.Equal(kept, Trained(gpu, 8, watch: ["layers.4:output", "layers.31:output"]));
        Assert.Equal(kept, Trained(fixture.Gpu, 8));
        foreach (string off in (string[])["VKLEARN_RECOMPUTE", "VKLEARN_ALIAS", "VKLEARN_FUSE", "VKLEARN_WALK"])
        {
            using Variable switched = new(off, "0");
            Assert.Equal(kept, Trained(gpu, 8));
        }
    }

    /// <summary>Of 64 layers, 64 outputs are kept; of 8 times 8, the ends of 8 parts and the inside of one.</summary>
    [Fact]
    public void MemoryFallsToTwiceTheSquareRoot()
    {
        using Variable walk = new("VKLEARN_WALK", "0");
        (double all, int dispatches) = Outputs(0);
        (double eights, int more) = Outputs(8);
        Assert.InRange(all, Depth, Depth + 4);
        Assert.InRange(eights, 15, 20);
        Assert.Equal(7 * 7, more - dispatches); // not the last part, and not the ends
        Assert.InRange(Outputs(32).Outputs, 33, 37);
        Assert.InRange(Outputs(2).Outputs, 33, 37);
    }

    /// <summary>Walks store the deltas of their layers too, for the weight gradients in one dispatch.</summary>
    [Fact]
    public void SoItDoesWhereLayersAreWalked()
    {
        (double all, int dispatches) = Outputs(0);
        (double eights, int more) = Outputs(8);
        Assert.InRange(all, 2 * Depth - 8, 2 * Depth + 4);
        Assert.InRange(eights, 15, 33);
        Assert.InRange(more, dispatches + 7, dispatches + 7 * 8);
    }

    /// <summary>Bytes needed at once, gradients of parameters not counted, in outputs of a layer; and dispatches.</summary>
    (double Outputs, int Dispatches) Outputs(int recomputeEvery)
    {
        Sequential model = Tower(recomputeEvery, dropout: 0);
        using Recording step = Train(gpu, model);
        long gradients = model.Parameters.Sum(parameter => Session.Align(parameter.TensorType.Bytes));
        return ((step.LiveSetBound - gradients) / (double)(Batch * Width * sizeof(float)), step.Dispatches);
    }

    [Fact]
    public void ThePlanSaysWhatIsComputedAgain()
    {
        using Variable walk = new("VKLEARN_WALK", "0");
        using Recording step = Train(gpu, Tower(8, dropout: 0)), whole = Train(gpu, Tower(0, dropout: 0));
        string[] again = [.. step.Commands.SelectMany(command => command.Writes).Select(tensor => tensor.Name ?? "_")
            .Where(name => name.EndsWith(":again", StringComparison.Ordinal))];
        Assert.Equal(7 * 7, again.Length);
        Assert.Contains("layers.1:output:again", again);
        Assert.DoesNotContain("layers.22:output:again", again); // the end of the first part
        Assert.DoesNotContain(":again", whole.Plan);

        // The last parts' first: a part is computed again only when its own backward begins.
        Assert.True(Array.IndexOf(again, "layers.145:output:again") < Array.IndexOf(again, "layers.1:output:again"));
    }

    [Fact]
    public void EvaluationComputesNothingTwice()
    {
        using Recording step = gpu.Record(() => Tower(8, 0.1f).Forward(Tensor.From(new float[Width], [1, Width])), training: false);
        Assert.DoesNotContain(":again", step.Plan);
    }

    [Fact]
    public void AGradientOfAGradientIsTheSame()
    {
        (float[] kept, int products) = Penalty(isSegment: false);
        (float[] recomputed, int more) = Penalty(isSegment: true);
        Assert.Equal(kept, recomputed);
        Assert.Contains(kept, value => value != 0);
        Assert.Equal(4, more - products);

        (float[] Values, int Products) Penalty(bool isSegment)
        {
            Bag bag = new();
            Parameter weight = bag.New("weight", [6, 6], [.. Enumerable.Range(0, 36).Select(i => MathF.Sin(i))]);
            using Recording step = gpu.Record(() =>
            {
                Tensor x = Tensor.From([.. Enumerable.Range(0, 24).Select(i => MathF.Cos(i))], [4, 6]), y = x;
                for (int i = 0; i < 4; i++)
                {
                    Tensor before = y;
                    Tensor Block() => (before.MatMul(weight).Tanh() * before).Gelu();
                    y = isSegment ? Segment.Recompute(Block) : Block();
                }

                return [y.Mean(), .. y.Mean().Gradients(x)[0].Square().Sum().Gradients(bag)];
            });
            step.Replay();
            int products = step.Commands.Count(command => command is KernelCommand { Code.Name: var name }
                && name.StartsWith("Gemm", StringComparison.Ordinal));
            return ([.. step.Results.SelectMany(result => result.ToArray())], products);
        }
    }

    /// <summary>What is computed again reads a state and a bias as they were, though both were written since.</summary>
    [Fact]
    public void PlacesAreReadAsTheyWere()
    {
        float[] recomputed = Values();
        using Variable off = new("VKLEARN_RECOMPUTE", "0");
        Assert.Equal(Values(), recomputed);

        float[] Values()
        {
            Bag bag = new();
            Parameter weight = bag.New("weight", [5, 5], [.. Enumerable.Range(0, 25).Select(i => MathF.Sin(i))]);
            Parameter bias = bag.New("bias", [5], [1, 2, 3, 4, 5]);
            State mean = new("mean", [5], initial: 0.5f);
            Sgd sgd = new(0.1f);
            using Recording step = gpu.Record(() =>
            {
                Tensor x = Tensor.From([.. Enumerable.Range(0, 20).Select(i => MathF.Cos(i))], [4, 5]);
                Tensor y = Segment.Recompute(() =>
                {
                    Tensor inner = (x.MatMul(weight) + bias).Tanh() - mean;
                    mean.Assign(mean.Value * 0.9f + inner.Mean(0) * 0.1f);
                    return inner.Square().MatMul(weight).Tanh();
                });
                sgd.Apply(bias, Tensor.Ones([5]));
                Tensor[] gradients = y.Square().Mean().Gradients([weight]);
                sgd.Apply(weight, gradients[0]);
                return gradients;
            });
            step.Replay(3);
            return [.. weight.ToArray(), .. bias.ToArray(), .. mean.ToArray(), .. step.Result.ToArray()];
        }
    }

    [Fact]
    public void AWeightWrittenSinceIsRefusedAsEver()
    {
        Bag bag = new();
        Parameter weight = bag.New("weight", [3, 3], new float[9]);
        Sgd sgd = new(0.1f);
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => gpu.Record(() =>
        {
            Tensor y = Segment.Recompute(() => Tensor.Ones([2, 3]).MatMul(weight).Tanh().MatMul(weight));
            sgd.Apply(weight, Tensor.Ones([3, 3]));
            sgd.Minimize(y.Mean(), of: bag);
        }));
        Assert.Contains("weight was updated by Sgd after the forward", refused.Message);
    }

    [Fact]
    public void ASceneFileAsksForIt()
    {
        const string json = """{ "type": "Sequential", "recomputeEvery": 2, "layers": [{ "type": "Tanh" }, { "type": "Sigmoid" }] }""";
        Assert.Equal(2, Assert.IsType<Sequential>(Catalog<Layer>.Read(Settings.Parse("scene", System.Text.Encoding.UTF8.GetBytes(json))))
            .RecomputeEvery);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sequential { RecomputeEvery = -1 });
    }
}
