using VkLearn.Layers;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Tracing;

/// <summary>
/// A recurrent cell of a user's own, which is C#'s loop over the steps: what it compiles to, what it moves and what it needs grow with the
/// steps and no faster.
/// </summary>
public sealed class UnrolledCellTests(GpuFixture fixture) : OpTests(fixture)
{
    const int Sequences = 4, Units = 4; // a step is 64 bytes: its slices are views, and what is stacked is made in place

    /// <summary>The minimal gated unit (Zhou et al. 2016): f = s(x + h U), h = (1 - f) h + f tanh(x + (f h) U).</summary>
    sealed class MinimalGatedUnit : Layer
    {
        readonly Dense input, forget, candidate;

        public MinimalGatedUnit(int inFeatures, int outFeatures)
        {
            input = Add("input", new Dense(inFeatures, 2 * outFeatures));
            forget = Add("forget", new Dense(outFeatures, outFeatures, bias: false));
            candidate = Add("candidate", new Dense(outFeatures, outFeatures, bias: false));
        }

        protected override Tensor Apply(Tensor steps)
        {
            Tensor all = input.Forward(steps).Permute(1, 0, 2), h = Tensor.Zeros([steps.Shape[0], Units]); // steps first: slices are views
            Tensor[] states = new Tensor[steps.Shape[1]];
            for (int t = 0; t < states.Length; t++)
            {
                Tensor[] x = all.Slice(0, t, 1).Squeeze(0).Chunk(1, 2);
                Tensor f = (x[0] + forget.Forward(h)).Sigmoid(), n = (x[1] + candidate.Forward(f * h)).Tanh();
                states[t] = h = (1 - f) * h + f * n;
            }

            return Tensor.Stack(0, states).Permute(1, 0, 2);
        }
    }

    Recording Train(int steps)
    {
        MinimalGatedUnit cell = new(5, Units);
        Adam adam = new(1e-2f);
        return Gpu.Record(() =>
        {
            Tensor loss = cell.Forward(Tensor.Normal([Sequences, steps, 5])).Square().Mean();
            adam.Minimize(loss, of: cell);
            return loss;
        });
    }

    [Fact]
    public void CostGrowsWithTheSteps()
    {
        (double Dispatches, double Moved, double Bytes)[] costs = [.. ((int[])[32, 64, 128]).Select(steps =>
        {
            using Recording recording = Train(steps);
            recording.Replay();
            Assert.True(float.IsFinite(recording.Result.ToArray()[0]));
            double moved = recording.Commands.Sum(command => command.Accesses.Sum(access => access.Tensor.TensorType.Bytes));
            return ((double)recording.Dispatches, moved, (double)recording.Bytes);
        })];
        double[] growth =
        [
            (costs[2].Dispatches - costs[1].Dispatches) / (costs[1].Dispatches - costs[0].Dispatches),
            (costs[2].Moved - costs[1].Moved) / (costs[1].Moved - costs[0].Moved),
            (costs[2].Bytes - costs[1].Bytes) / (costs[1].Bytes - costs[0].Bytes),
        ];
        Assert.All(growth, factor => Assert.InRange(factor, 1.8, 2.3));
    }

    /// <summary>Placed slices of any axis, some missing, some twice, some overlapping, have the gradients that padded ones have.</summary>
    [Fact]
    public void GradientsOfSlicesMeetWhereTheyBelong()
    {
        foreach (int axis in (int[])[0, 1])
        {
            Check($"Slices of axis {axis}", x =>
            [
                x[0].Slice(axis, 1, 2).Square().Sum() + x[0].Slice(axis, 4, 1).Sin().Sum() + x[0].Slice(axis, 1, 2).Sin().Sum(),
                x[0].Slice(axis, 3, 1) * x[0].Sum(),
            ], Tolerance, Input.Of([6, 6]));
            Check($"Overlapping slices of axis {axis}", x =>
                [x[0].Slice(axis, 1, 3).Square(), x[0].Slice(axis, 2, 3) * x[0].Slice(1 - axis, 0, 6).Sin().Slice(axis, 3, 3)],
                Tolerance, Input.Of([6, 6]));
        }
    }
}
