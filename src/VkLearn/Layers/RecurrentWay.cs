using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>One layer of a recurrent stack, one way over the steps: its weights, by PyTorch's gates and meanings.</summary>
public sealed class RecurrentWay : Layer
{
    readonly Func<RecurrentWay, Tensor, Tensor[], Tensor?, Tensor[]> walk;
    readonly bool walksBias;

    /// <param name="outFeatures">Of the hidden state.</param>
    /// <param name="gates">Products that a unit needs.</param>
    /// <param name="walksBias">Whether the walk adds the recurrent bias itself.</param>
    /// <param name="walk">Of the input's products [N, T, gates units], the states before the first step or none, and lengths or null: all
    /// hidden states [N, T, units], and each state after the last step [N, units].</param>
    internal RecurrentWay(int inFeatures, int outFeatures, int gates, int units, bool isReverse, Initializer? inputBias,
        Initializer? recurrentBias, bool walksBias, Func<RecurrentWay, Tensor, Tensor[], Tensor?, Tensor[]> walk)
    {
        (this.walk, this.walksBias, IsReverse) = (walk, walksBias, isReverse);
        Initializer uniform = Initializer.Uniform(1 / MathF.Sqrt(units));
        InputWeight = Add("inputWeight", [inFeatures, gates * units], uniform, "input", "gate");
        RecurrentWeight = Add("recurrentWeight", [outFeatures, gates * units], uniform, "unit", "gate");
        InputBias = inputBias is null ? null : Add("inputBias", [gates * units], inputBias, "gate");
        RecurrentBias = recurrentBias is null ? null : Add("recurrentBias", [gates * units], recurrentBias, "gate");
    }

    /// <summary>[inFeatures, gates units].</summary>
    public Parameter InputWeight { get; }

    /// <summary>[outFeatures, gates units].</summary>
    public Parameter RecurrentWeight { get; }

    /// <summary>[gates units]; null without biases.</summary>
    public Parameter? InputBias { get; }

    /// <summary>[gates units]; null without biases.</summary>
    public Parameter? RecurrentBias { get; }

    /// <summary>What gates see of the cell, [3, units]; null without peepholes.</summary>
    public Parameter? Peepholes { get; private set; }

    /// <summary>What the hidden state is of the units, [units, outFeatures]; null without projection.</summary>
    public Parameter? Projection { get; private set; }

    /// <summary>Of the input's products, of the hidden state's and of the cell; null where none is normalised.</summary>
    public (LayerNorm OfInput, LayerNorm OfHidden, LayerNorm OfCell)? Norms { get; private set; }

    internal bool IsReverse { get; }

    /// <summary>What its gates are called in a recording: <c>l0:gates</c>.</summary>
    internal string GatesName => $"{Path}:gates";

    /// <summary>Gives what a walk made of its gates their name.</summary>
    internal void NameGates(Tensor gates) => gates.Name ??= GatesName;

    internal void AddPeepholes(int units) =>
        Peepholes = Add("peepholes", [3, units], Initializer.Uniform(1 / MathF.Sqrt(units)), "gate", "unit");

    internal void AddProjection(int units) => Projection =
        Add("projection", [units, RecurrentWeight.Shape[0]], Initializer.Uniform(1 / MathF.Sqrt(units)), "unit", "feature");

    internal void AddNorms(int units) => Norms = (Add("inputNorm", new LayerNorm([RecurrentWeight.Shape[1]])),
        Add("hiddenNorm", new LayerNorm([RecurrentWeight.Shape[1]])), Add("cellNorm", new LayerNorm([units])));

    /// <summary>The input's product over all steps, and the biases, as one product's epilogue: [N, T, F] to [N, T, gates units].</summary>
    Tensor Product(Tensor input) => LookedUp.Product(input.Reshape([input.Rows, input.Cols]), OfRows)
        .Reshape([input.Shape[0], input.Shape[1], InputWeight.Shape[1]]);

    Tensor OfRows(Tensor rows)
    {
        Tensor product = rows.MatMul(InputWeight);
        product = InputBias is null ? product : product + InputBias;
        return RecurrentBias is null || walksBias ? product : product + RecurrentBias;
    }

    /// <param name="inputs">[N, T, F]; the states before the first step, if they are given; Int32 lengths, if they are given.</param>
    /// <returns>All hidden states, and each state after the last step.</returns>
    protected override Tensor[] Apply(Tensor[] inputs)
    {
        Tensor? lengths = inputs[^1].Type == DType.Int32 ? inputs[^1] : null;
        Tensor[] before = inputs[1..(lengths is null ? inputs.Length : inputs.Length - 1)];
        return walk(this, Product(inputs[0]), before, lengths);
    }
}
