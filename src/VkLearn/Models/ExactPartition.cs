using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Models;

/// <summary>The partition function of a small binary <see cref="Rbm"/>, by the sum over all states of its hidden units.</summary>
public static class ExactPartition
{
    /// <summary>The most hidden units: a million states.</summary>
    public const int MostHidden = 20;

    const int MostRowBits = 12;

    /// <summary>The logarithm of Z, in nats.</summary>
    /// <exception cref="ArgumentException">There are more hidden units than <see cref="MostHidden"/>.</exception>
    public static double LogOf(GpuDevice gpu, Rbm rbm)
    {
        int hidden = rbm.Hidden.Shape[0];
        if (hidden > MostHidden)
        {
            throw new ArgumentException($"ExactPartition: {hidden} hidden units have 2^{hidden} states; at most {MostHidden} can be summed "
                + "over. Estimate it by AnnealedImportanceSampling.", nameof(rbm));
        }

        int rows = 1 << Math.Min(hidden, MostRowBits), replays = (1 << hidden) / rows;
        using State logSum = new("exact:logSum", [1], float.NegativeInfinity), next = new("exact:next", [1]);
        using Recording step = gpu.Record(() =>
        {
            Tensor index = new Iota([rows, 1]).Apply()[0].Cast(DType.Float32) + next.Value; // exact: below 2^24
            Tensor state = BitsOf(index, hidden);
            Tensor logOfState = (state * rbm.Hidden).Sum(1)
                + (state.MatMul(rbm.Weight.Value.Transpose()) + rbm.Visible).Softplus().Sum(1);
            logSum.Assign(Concat.Of(0, logSum, logOfState).LogSumExp(0, keepAxis: true));
            next.Assign(next.Value + rows);
        }, training: false, name: "exact partition");
        step.Replay(replays);
        return logSum.ToArray()[0];
    }

    /// <summary>The binary digits of whole numbers, the lowest first: [N, 1] to [N, count].</summary>
    static Tensor BitsOf(Tensor numbers, int count)
    {
        float[] places = [.. Enumerable.Range(0, count).Select(bit => 1f / (1 << bit))];
        Tensor shifted = (numbers * Tensor.From(places, [1, count])).Floor();
        return shifted - (shifted * 0.5f).Floor() * 2;
    }
}
