using VkLearn.Gpu;

namespace VkLearn.Models;

/// <summary>
/// The partition function of a binary <see cref="Rbm"/> by annealed importance sampling (Salakhutdinov and Murray 2008). Chains go from a
/// machine without weights, whose partition function is known, to the machine itself, or back. A machine in between, at beta, has
/// <c>log f(v) = (1 - beta) base v + beta b v + sum of softplus(beta (v W + c))</c>.
/// Going forth, from samples of the base, finds log Z too low where it errs, so that it flatters; going back, from samples of the machine
/// or its data (RAISE: Burda, Grosse and Salakhutdinov 2015), finds it too high. The truth is between.
/// </summary>
public sealed class AnnealedImportanceSampling : IDisposable
{
    readonly State seen, logWeight, position;
    readonly Recording begin;
    readonly double logBase;
    readonly bool isReverse;

    AnnealedImportanceSampling(GpuDevice gpu, Rbm rbm, float[] baseBias, float[] ladder, int chains, Func<Tensor> first)
    {
        int visible = rbm.Visible.Shape[0], hidden = rbm.Hidden.Shape[0];
        if (baseBias.Length != visible)
        {
            throw new ArgumentException(
                $"AnnealedImportanceSampling: the base has a bias for each of {visible} visible units, received {baseBias.Length}.",
                nameof(baseBias));
        }

        isReverse = ladder[0] > ladder[^1];
        Steps = ladder.Length - 1;
        logBase = baseBias.Sum(bias => Math.Max(bias, 0) + Math.Log(1 + Math.Exp(-Math.Abs((double)bias)))) + hidden * Math.Log(2);
        seen = new("annealing:seen", [chains, visible]);
        logWeight = new("annealing:logWeight", [chains]);
        position = new("annealing:position", [1], type: DType.Int32);
        Tensor bias = Tensor.From(baseBias, [visible]), betas = Tensor.From(ladder, [ladder.Length]);
        begin = gpu.Record(() =>
        {
            seen.Assign(first());
            logWeight.Assign(Tensor.Full([chains], 0));
            position.Assign(Tensor.From([0], [1]));
        }, training: false, name: "annealing begins");
        Step = gpu.Record(() => Anneal(rbm, bias, betas), training: false, name: "annealing step");
    }

    /// <summary>From the base to the machine.</summary>
    /// <param name="rbm">Binary visible units; it stays the caller's.</param>
    /// <param name="baseBias">Of the machine without weights, a visible unit each: <see cref="BaseOf"/> of the data.</param>
    /// <param name="chains">How many at once.</param>
    /// <param name="distributions">From base to machine, both included: <see cref="Ladder"/>.</param>
    /// <exception cref="ArgumentException">The base is one of another number of units.</exception>
    public static AnnealedImportanceSampling Forward(
        GpuDevice gpu, Rbm rbm, float[] baseBias, int chains = 100, int distributions = 14_500)
    {
        Tensor probability = Tensor.From([.. baseBias.Select(bias => 1 / (1 + MathF.Exp(-bias)))], [1, baseBias.Length]);
        return new(gpu, rbm, baseBias, Ladder(distributions), chains,
            () => probability.BroadcastTo([chains, baseBias.Length]).Bernoulli());
    }

    /// <summary>From the machine to the base.</summary>
    /// <param name="items">Binary items to begin from, as if they were the machine's own samples: [chains, visibleUnits].</param>
    /// <inheritdoc cref="Forward"/>
    public static AnnealedImportanceSampling Reverse(
        GpuDevice gpu, Rbm rbm, float[] baseBias, Tensor items, int distributions = 14_500)
    {
        float[] ladder = Ladder(distributions);
        return new(gpu, rbm, baseBias, [1, .. ladder.Reverse()], items.Shape[0], () => items); // the first step only moves
    }

    /// <summary>One step of all chains, <see cref="Steps"/> of which make a run.</summary>
    public Recording Step { get; }

    /// <summary>Steps of a run.</summary>
    public int Steps { get; }

    /// <summary>Has all chains begin anew.</summary>
    public void Begin() => begin.Replay();

    /// <summary>Begins, takes all steps and waits for the result.</summary>
    public LogPartition Run()
    {
        Begin();
        Step.Replay(Steps);
        return Read();
    }

    /// <summary>log Z, once all steps are taken; waits for them.</summary>
    public LogPartition Read()
    {
        float[] weights = logWeight.ToArray();
        return isReverse ? LogPartition.MeanOf([.. weights.Select(weight => logBase - weight)]) : LogPartition.OfMean(weights, logBase);
    }

    /// <summary>
    /// Inverse temperatures as the paper has them: of 14,500 the first 500 up to 0.5, 4,000 up to 0.9 and 10,000 up to 1; of others the
    /// same shares.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are less than 29, or more than a float32 tells apart.</exception>
    public static float[] Ladder(int distributions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(distributions, 29);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(distributions, 1_000_000);
        int half = distributions / 29, most = distributions * 8 / 29;
        return
        [
            .. Between(0, 0.5, half), .. Between(0.5, 0.9, most), .. Between(0.9, 1, distributions - 1 - half - most), 1,
        ];

        static IEnumerable<float> Between(double low, double high, int count) =>
            Enumerable.Range(0, count).Select(i => (float)(low + (high - low) * i / count));
    }

    /// <summary>The biases of the machine without weights that is most like data.</summary>
    /// <param name="means">How often each visible unit is on, from 0 to 1.</param>
    /// <param name="items">How many items that is known of: what never happened is given half a case.</param>
    public static float[] BaseOf(IReadOnlyList<float> means, int items)
    {
        double least = 0.5 / items;
        return [.. means.Select(mean => Math.Clamp(mean, least, 1 - least)).Select(mean => (float)Math.Log(mean / (1 - mean)))];
    }

    public void Dispose()
    {
        Step.Dispose();
        begin.Dispose();
        seen.Dispose();
        logWeight.Dispose();
        position.Dispose();
    }

    void Anneal(Rbm rbm, Tensor bias, Tensor betas)
    {
        Tensor at = position.Value, v = seen.Value;
        Tensor from = betas.Gather(at), to = betas.Gather(at + Tensor.From([1], [1]));
        Tensor toHidden = v.MatMul(rbm.Weight) + rbm.Hidden;
        // A difference for each unit, not one of sums: it is small beside them.
        Tensor hiddenGain = ((toHidden * to).Softplus() - (toHidden * from).Softplus()).Sum(1);
        Tensor visibleGain = (v * (rbm.Visible - bias)).Sum(1) * (to - from);
        Tensor h = (toHidden * to).Sigmoid().Bernoulli();
        Tensor toVisible = h.MatMul(rbm.Weight.Value.Transpose()) + rbm.Visible;
        seen.Assign((toVisible * to + bias * (1 - to)).Sigmoid().Bernoulli());
        logWeight.Assign(logWeight + hiddenGain + visibleGain);
        position.Assign(at + Tensor.From([1], [1]));
    }
}
