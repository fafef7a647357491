using VkLearn.Formats;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>What is unlike the plain <see cref="Lstm"/>. Such run as their definition, a loop over the steps, many times slower.</summary>
public sealed record LstmForm
{
    /// <summary>Whether gates see the cell (Gers and Schmidhuber 2000).</summary>
    public bool HasPeepholes { get; init; }

    /// <summary>Where there are more cells than features of the hidden state, which then is a projection of what the cells give out (Sak
    /// et al. 2014, section 2.1); null: as many, and none.</summary>
    public int? Cells { get; init; }

    /// <summary>Whether the input's products, the hidden state's and the cell are normalised each by itself (Ba et al. 2016, equations 20
    /// to 22); then there is one bias, behind.</summary>
    public bool IsNormalized { get; init; }

    bool IsPlain => Cells is null && !IsNormalized;

    internal static LstmForm Read(Settings settings) => new()
    {
        HasPeepholes = settings.Flag("peepholes", false),
        Cells = settings.Has("cells") ? settings.Int("cells", min: 1, max: 1 << 14) : null,
        IsNormalized = settings.Flag("normalized", false),
    };

    /// <exception cref="ArgumentException">Two of them do not go together.</exception>
    internal void Check()
    {
        if (HasPeepholes && !IsPlain)
        {
            throw new ArgumentException("Lstm: peepholes go with neither cells of another number nor normalisation. Leave out either.");
        }
    }

    internal void AddTo(RecurrentWay way, int cells)
    {
        if (HasPeepholes)
        {
            way.AddPeepholes(cells);
        }

        if (Cells is not null)
        {
            way.AddProjection(cells);
        }

        if (IsNormalized)
        {
            way.AddNorms(cells);
        }
    }

    /// <summary>All hidden states of the input's products [N, T, 4 cells], and each state after the last step.</summary>
    internal Tensor[] Walk(RecurrentWay way, Tensor x, Tensor[] before, Tensor? lengths)
    {
        if (!IsPlain)
        {
            return WalkStepByStep(way, x, before, lengths);
        }

        LstmStates made = x.Lstm(way.RecurrentWeight, before.Length == 0 ? null : (before[0], before[1]), lengths, way.IsReverse,
            way.Peepholes?.Value);
        way.NameGates(made.Gates);
        return [made.States, made.Last, made.LastCell];
    }

    static Tensor[] WalkStepByStep(RecurrentWay way, Tensor x, Tensor[] before, Tensor? lengths)
    {
        (int sequences, int steps, int cells) = (x.Shape[0], x.Shape[1], way.RecurrentWeight.Shape[1] / 4);
        Recurrence recurrence = new(before.Length > 0, lengths is not null, way.IsReverse);
        Unrolled loop = new(recurrence, new RecurrentSizes(sequences, steps, cells, Gates: 4), lengths);
        Tensor[] xs = loop.Steps(way.Norms?.OfInput.Forward(x) ?? x), hs = new Tensor[steps];
        (Tensor h, Tensor c) = before is [var given, var cell] ? (given, cell)
            : (Tensor.Zeros([sequences, way.RecurrentWeight.Shape[0]]), loop.Zeros);
        foreach (int t in loop.Order)
        {
            (Tensor nextH, Tensor nextC) = Step(way, xs[t], h, c);
            hs[t] = loop.Within(t, nextH);
            (h, c) = (loop.Carried(t, nextH, h), loop.Carried(t, nextC, c));
        }

        return [Unrolled.Stack(hs), h, c];
    }

    static (Tensor H, Tensor C) Step(RecurrentWay way, Tensor x, Tensor h, Tensor c)
    {
        Tensor recurrent = h.MatMul(way.RecurrentWeight), sums = x + (way.Norms?.OfHidden.Forward(recurrent) ?? recurrent);
        sums = way.Norms is null || way.RecurrentBias is null ? sums : sums + way.RecurrentBias;
        Tensor[] gates = sums.Chunk(1, 4);
        Tensor nextC = gates[1].Sigmoid() * c + gates[0].Sigmoid() * gates[2].Tanh();
        Tensor nextH = gates[3].Sigmoid() * (way.Norms?.OfCell.Forward(nextC) ?? nextC).Tanh();
        return (way.Projection is null ? nextH : nextH.MatMul(way.Projection), nextC);
    }
}
