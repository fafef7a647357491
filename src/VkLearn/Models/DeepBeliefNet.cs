using VkLearn.Layers;
using VkLearn.Primitives;

namespace VkLearn.Models;

/// <summary>What a machine of a <see cref="DeepBeliefNet"/> is given by the one below it.</summary>
public enum Passes
{
    /// <summary>The probabilities of its hidden units: no noise.</summary>
    MeanField,

    /// <summary>States drawn by those probabilities, new ones each time, as the machines are defined.</summary>
    Sampled,
}

/// <summary>
/// A deep belief net (Hinton, Osindero and Teh, "A fast learning algorithm for deep belief nets", 2006): restricted Boltzmann machines, one
/// on the other, each of which learns from what those below make of the data. As a layer it is the mean-field pass up: [N, units[0]] to
/// [N, units[^1]]. It begins other layers, which then go on by backpropagation, while it stays what it was and can still dream
/// (<see cref="Unroll(int, IReadOnlyList{Dense}, IReadOnlyList{Dense})"/>).
/// </summary>
public sealed class DeepBeliefNet : Layer
{
    /// <param name="units">Of each layer, from what is seen upward: [784, 500, 500, 2000] are three machines.</param>
    /// <param name="visible">What is seen.</param>
    /// <param name="classes">Of a label that the topmost machine sees beside its features; 0: none.</param>
    /// <param name="top">The topmost hidden units.</param>
    /// <exception cref="ArgumentException">There are less than two layers of units.</exception>
    public DeepBeliefNet(IReadOnlyList<int> units, VisibleUnits visible = VisibleUnits.Binary, int classes = 0,
        HiddenUnits top = HiddenUnits.Binary)
    {
        int machines = units.Count >= 2 ? units.Count - 1
            : throw new ArgumentException($"DeepBeliefNet: needs two layers of units or more, received [{string.Join(", ", units)}].");
        Classes = classes;
        Machines = [.. Enumerable.Range(0, machines).Select(i => Add($"machines.{i}", new Rbm(
            units[i] + (i == machines - 1 ? classes : 0), units[i + 1],
            i == 0 ? visible : VisibleUnits.Binary,
            i == machines - 1 ? classes : 0,
            i == machines - 1 ? top : HiddenUnits.Binary)))];
    }

    /// <summary>From what is seen upward.</summary>
    public IReadOnlyList<Rbm> Machines { get; }

    /// <summary>Of the label that the topmost machine sees; 0: none.</summary>
    public int Classes { get; }

    protected override Tensor Apply(Tensor input) => Up(input, Machines.Count);

    /// <summary>What a machine sees of data: [N, its <see cref="Rbm.Features"/>].</summary>
    /// <param name="seen">[N, units[0]].</param>
    /// <param name="machine">From 0; their number: what the topmost makes of it.</param>
    public Tensor Up(Tensor seen, int machine, Passes passes = Passes.MeanField) => Machines.Take(machine).Aggregate(seen,
        (below, rbm) => passes == Passes.Sampled ? rbm.SampleHidden(rbm.Forward(below)) : rbm.Forward(below));

    /// <summary>What the machines below one make of what that one sees, by their means: the picture it stands for, [N, units[0]].</summary>
    /// <param name="features">[N, its <see cref="Rbm.Features"/>].</param>
    public Tensor Down(Tensor features, int machine) =>
        Machines.Take(machine).Reverse().Aggregate(features, (above, rbm) => rbm.Reconstruct(above));

    /// <summary>Pictures whose sum, weighed by a machine's weights, drives a unit up: what each of its first units looks for, seen through
    /// the weights of those below as if they were linear (Lee, Ekanadham and Ng 2008): [units[0], count].</summary>
    public Tensor Fields(int machine, int count)
    {
        Rbm rbm = Machines[machine];
        Tensor own = rbm.Weight.Value.Slice(0, 0, rbm.Features).Slice(1, 0, Math.Min(count, rbm.Hidden.Shape[0]));
        return Machines.Take(machine).Reverse().Aggregate(own, (fields, below) => below.Weight.Value.MatMul(fields));
    }

    /// <summary>
    /// The layers of a perceptron, or of an autoencoder, which begin as the machines do: what the topmost of them makes is then what
    /// the mean-field pass makes, if sigmoids stand between.
    /// </summary>
    /// <param name="encoder">A layer for each machine.</param>
    /// <param name="decoder">For each machine, in the same order, the layer that goes back, by the transposed weight; none: there is no
    /// decoder.</param>
    /// <exception cref="ArgumentException">A layer has other sizes than its machine.</exception>
    public void Unroll(IReadOnlyList<Dense> encoder, IReadOnlyList<Dense> decoder)
    {
        for (int i = 0; i < Machines.Count; i++)
        {
            Unroll(i, encoder, decoder);
        }
    }

    /// <param name="machine">Only this one is unrolled.</param>
    /// <inheritdoc cref="Unroll(IReadOnlyList{Dense}, IReadOnlyList{Dense})"/>
    public void Unroll(int machine, IReadOnlyList<Dense> encoder, IReadOnlyList<Dense> decoder)
    {
        Rbm rbm = Machines[machine];
        Tensor weight = rbm.Weight.Value.Slice(0, 0, rbm.Features), bias = rbm.Visible.Value.Slice(0, 0, rbm.Features);
        if (encoder.Count > 0)
        {
            Begin(encoder[machine], weight, rbm.Hidden, machine);
        }

        if (decoder.Count > 0)
        {
            Begin(decoder[machine], weight.Transpose(), bias, machine);
        }
    }

    static void Begin(Dense layer, Tensor weight, Tensor bias, int machine)
    {
        if (layer.Bias is null || layer.Weight.Shape != weight.Shape)
        {
            throw new ArgumentException($"Dense \"{layer.Path}\": has a weight {layer.Weight.Shape} and {(layer.Bias is null ? "no" : "a")}"
                + $" bias, but machine {machine + 1} of the deep belief net begins it with a weight {weight.Shape} and a bias.");
        }

        Trace.Current.Assign(layer.Weight, weight, by: nameof(Unroll));
        Trace.Current.Assign(layer.Bias, bias, by: nameof(Unroll));
    }

    /// <summary>The dense layers of a model, in the order of its making.</summary>
    public static IReadOnlyList<Dense> DenseIn(Layer model) => model is Dense dense ? [dense] : [.. model.Children.SelectMany(DenseIn)];

    /// <summary>The units of the net that can begin such layers.</summary>
    /// <exception cref="ArgumentException">There is none, or one does not follow the other.</exception>
    public static IReadOnlyList<int> UnitsOf(IReadOnlyList<Dense> encoder)
    {
        for (int i = 0; i < encoder.Count - 1; i++)
        {
            (int made, int expected) = (encoder[i].Weight.Shape[1], encoder[i + 1].Weight.Shape[0]);
            if (made != expected)
            {
                throw new ArgumentException($"Dense \"{encoder[i].Path}\" makes {made} features, but \"{encoder[i + 1].Path}\" takes "
                    + $"{expected}: machines cannot stand on each other like that. Give them the same number.");
            }
        }

        return encoder.Count > 0 ? [encoder[0].Weight.Shape[0], .. encoder.Select(layer => layer.Weight.Shape[1])]
            : throw new ArgumentException("A deep belief net begins dense layers, but there is none. Use a model with Dense layers.");
    }
}
