using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// The first stages of a learner, "rbm 1", "rbm 2" and so on: the machines of a <see cref="DeepBeliefNet"/> learn one after the other,
/// each by contrastive divergence from what those below it make of the data (Hinton, Osindero and Teh 2006, section 4), mean-field
/// or sampled as <see cref="Passes"/> says. The layers that they begin follow them, step by step, and are theirs once the stages are over.
/// </summary>
/// <remarks>The learner owns <see cref="DeepBeliefNet"/> and <see cref="Owned"/>, has <see cref="Stages"/> before its own, and in its step
/// asks <see cref="Has"/>.</remarks>
public sealed class GreedyPretraining
{
    readonly DeepBeliefNet net;
    readonly IReadOnlyList<RbmTraining> trainings;
    readonly Passes passes;
    readonly Sgd[] optimizers;
    readonly CentredGradient[] gradients;

    /// <param name="trainings">One for each machine.</param>
    /// <exception cref="ArgumentException">There are more or fewer than machines.</exception>
    public GreedyPretraining(DeepBeliefNet net, IReadOnlyList<RbmTraining> trainings, Passes passes = Passes.MeanField)
    {
        (this.net, this.trainings, this.passes) = (net, trainings, passes);
        if (trainings.Count != net.Machines.Count)
        {
            throw new ArgumentException($"A deep belief net of {net.Machines.Count} machines is pretrained in as many stages, received "
                + $"{trainings.Count}. Say how each machine learns, from below upward.");
        }

        optimizers = [.. trainings.Select(one => new Sgd(one.LearningRate, one.Momentum))];
        gradients = [.. net.Machines.Zip(trainings, (rbm, one) => new CentredGradient(rbm, one.WeightDecay))];
        Stages = [.. trainings.Select((one, i) => new Stage($"rbm {i + 1}", one.Epochs))];
    }

    /// <summary>One for each machine, from below upward.</summary>
    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>Dense layers that begin as the machines do; none: nothing is unrolled.</summary>
    public IReadOnlyList<Layers.Dense> Encoder { get; init; } = [];

    /// <summary>For each machine the layer that goes back; none: there is no decoder.</summary>
    public IReadOnlyList<Layers.Dense> Decoder { get; init; } = [];

    /// <summary>What the learner is to own beside the net, by name.</summary>
    public IEnumerable<(string Name, object Thing)> Owned =>
    [
        .. optimizers.Select((one, i) => ($"rbm{i + 1}", (object)one)),
        .. gradients.SelectMany((one, i) => one.States.Select(state => ($"rbm{i + 1}.{state.Name}", (object)state))),
    ];

    /// <summary>What decides the bits, for <see cref="Learner.Settings"/>.</summary>
    public IEnumerable<(string Name, string Value)> Settings =>
        [("machines", string.Join("; ", trainings.Select(one => $"{one}"))), ("passes", $"{passes}")];

    /// <summary>Whether a stage is one of these.</summary>
    public bool Has(Stage stage) => Stages.Contains(stage);

    /// <summary>A step of the machine whose stage it is.</summary>
    /// <param name="seen">[N, units[0]].</param>
    /// <param name="label">Int32 [N], for a net whose topmost machine sees it.</param>
    public PretrainingStep Step(Stage stage, Tensor seen, Tensor? label = null)
    {
        int machine = Stages.TakeWhile(other => other != stage).Count();
        Rbm rbm = net.Machines[machine];
        Tensor features = net.Up(seen, machine, passes), items = features;
        if (rbm.Features < rbm.Visible.Shape[0])
        {
            items = Concat.Of(1, features, (label ?? throw new ArgumentNullException(nameof(label))).OneHot(net.Classes));
        }

        gradients[machine].Begin(items);
        Tensor hidden = rbm.Forward(items);
        // Means, as what is seen are means too: greys, and probabilities (Hinton 2010, section 3.2).
        Tensor dream = rbm.Gibbs(items, trainings[machine].Steps).Means;
        gradients[machine].Apply(optimizers[machine], items, hidden, dream, rbm.Forward(dream));
        net.Unroll(machine, Encoder, Decoder);
        Tensor dreamed = dream.Slice(1, 0, rbm.Features);
        return new((dreamed - features).Square().Sum(1).Mean(), net.Down(dreamed, machine), hidden);
    }
}

/// <summary>What a step of <see cref="GreedyPretraining"/> tells.</summary>
/// <param name="ReconstructionError">The squared difference between what the machine sees and what it makes of it, a sum over its units:
/// a scalar.</param>
/// <param name="Dream">What it makes of the batch, through the machines below: [N, units[0]].</param>
/// <param name="Hidden">Means of its hidden units: [N, its hidden units].</param>
public sealed record PretrainingStep(Tensor ReconstructionError, Tensor Dream, Tensor Hidden);
