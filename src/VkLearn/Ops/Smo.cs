using VkLearn.Compile;

namespace VkLearn.Ops;

/// <summary>
/// Sequential minimal optimisation (Platt 1998) of the duals of support vector machines that tell each two of some classes apart, all side
/// by side: of each pair up to Iterations steps, each of the two items that second-order information chooses (Fan, Chen and Lin 2005, WSS
/// 2) among those whose kernel rows are held, until the gap among them is below half the tolerance or a tenth of the gap that is given. The
/// kernel is 1 of an item and itself, as a Gaussian is.
/// </summary>
/// <remarks>Items lie sorted by class. Inputs: each pair's coefficients, signed (+ of its first class), 0 of items of other classes
/// [pairs, items]; the sum over items of coefficient times kernel at each item [pairs, items]; the first item of each class and their
/// number, Int32 [classes + 1]; the row that holds an item's kernel values, or -1, Int32 [items]; each pair's gap [pairs], below the
/// tolerance where nothing is to be done; C, the greatest size of a coefficient []; and the rows, one to four tensors [rows, items] of
/// equal size, but that the last may have fewer. Outputs: the first two anew, and the steps made of each pair.</remarks>
public sealed record Smo(int Classes, float Tolerance, int Iterations) : Op
{
    /// <summary>Tensors that kernel rows may lie in.</summary>
    public const int MostParts = 4;

    const int Fixed = 6; // inputs before the rows
    const double LeastCurvature = 1e-12;

    int Pairs => Classes * (Classes - 1) / 2;

    protected override TensorType[] Infer(TensorType[] inputs)
    {
        int parts = inputs.Length - Fixed, items = inputs.Length > 3 && inputs[3].Shape.Rank == 1 ? inputs[3].Shape[0] : 0;
        TensorType all = new([Pairs, items], DType.Float32), each = new([Pairs], DType.Float32);
        bool fits = parts is >= 1 and <= MostParts && inputs[0] == all && inputs[1] == all
            && inputs[2] == new TensorType([Classes + 1], DType.Int32) && inputs[3].Type == DType.Int32 && inputs[4] == each
            && inputs[5] == new TensorType([], DType.Float32)
            && inputs[Fixed].Shape is { Rank: 2 } first && inputs[Fixed..].All(part => part.Type == DType.Float32
                && part.Shape.Rank == 2 && part.Shape[1] == items && part.Shape[0] <= first[0]);
        return fits && inputs[Fixed..^1].All(part => part.Shape == inputs[Fixed].Shape) ? [all, all, each] : throw new ArgumentException(
            $"Smo: of {Classes} classes needs coefficients and outputs [{Pairs}, items], starts Int32 [{Classes + 1}], slots Int32 "
            + $"[items], gaps [{Pairs}], a cost [] and one to {MostParts} parts of kernel rows [rows, items], received "
            + $"{string.Join(", ", inputs)}.");
    }

    protected override bool ReadsInPlace(int input) => input < 2;

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
    {
        IndexCopy.CopyIfElsewhere(pass, inputs[0], outputs[0]);
        IndexCopy.CopyIfElsewhere(pass, inputs[1], outputs[1]);
        Arg Part(int i) => Fixed + i < inputs.Length ? inputs[Fixed + i] : Arg.Nothing;
        uint local = pass.IsOnCpu ? pass.RowLocalSize : pass.Device.Limits.WorkgroupInvocations >= 256 ? 256u : 128u;
        pass.Dispatch("Smo", Groups.Linear(Pairs, 1), local, [],
            outputs[0], outputs[1], inputs[2], inputs[3], inputs[4], inputs[5], outputs[2],
            Part(0), Part(1), Part(2), Part(3), Pairs, Classes, inputs[3].Shape[0], inputs[Fixed].Shape[0], Iterations, Tolerance);
    }

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
    {
        (double[] v, double[] g, double[] steps) = ([.. inputs[0]], [.. inputs[1]], new double[Pairs]);
        int pair = 0;
        for (int first = 0; first < Classes; first++)
        {
            for (int second = first + 1; second < Classes; second++, pair++)
            {
                int[] items = [.. Run(inputs[2], first), .. Run(inputs[2], second)];
                int firsts = (int)(inputs[2][first + 1] - inputs[2][first]), from = pair * inputs[3].Length;
                steps[pair] = inputs[4][pair] >= Tolerance
                    ? Solve(items, firsts, v.AsSpan(from, inputs[3].Length), g.AsSpan(from, inputs[3].Length), inputs,
                        Math.Max(0.5 * Tolerance, 0.1 * inputs[4][pair])) : 0;
            }
        }

        return [v, g, steps];
    }

    static IEnumerable<int> Run(double[] start, int of) => Enumerable.Range((int)start[of], (int)(start[of + 1] - start[of]));

    int Solve(int[] items, int firsts, Span<double> v, Span<double> g, double[][] inputs, double enough)
    {
        (double[] slot, double cost) = (inputs[3], inputs[5][0]);
        int partRows = inputs[Fixed].Length / slot.Length, done = 0;
        for (; done < Iterations; done++)
        {
            (int i, int j, double best, double lowest, double gain) = (-1, -1, double.NegativeInfinity, double.PositiveInfinity, 0);
            for (int t = 0; t < items.Length; t++)
            {
                if (slot[items[t]] >= 0 && v[items[t]] < (t < firsts ? cost : 0) && Violation(t, g) > best)
                {
                    (i, best) = (t, Violation(t, g));
                }
            }

            for (int t = 0; t < items.Length && i >= 0; t++)
            {
                if (slot[items[t]] >= 0 && v[items[t]] > (t < firsts ? 0 : -cost))
                {
                    double b = best - Violation(t, g), expected = b * b / Curvature(items[i], items[t]);
                    lowest = Math.Min(lowest, Violation(t, g));
                    (j, gain) = b > 0 && expected > gain ? (t, expected) : (j, gain);
                }
            }

            if (j < 0 || best - lowest <= enough)
            {
                break;
            }

            double most = Math.Min((i < firsts ? cost : 0) - v[items[i]], v[items[j]] - (j < firsts ? 0 : -cost));
            double step = Math.Min((best - Violation(j, g)) / Curvature(items[i], items[j]), most);
            v[items[i]] += step;
            v[items[j]] -= step;
            foreach (int item in items)
            {
                g[item] += step * (Kernel(items[i], item) - Kernel(items[j], item));
            }
        }

        return done;

        double Violation(int t, Span<double> g) => (t < firsts ? 1 : -1) - g[items[t]];
        double Curvature(int i, int j) => Math.Max(2 - 2 * Kernel(i, j), LeastCurvature);
        double Kernel(int row, int item) =>
            inputs[Fixed + (int)slot[row] / partRows][(int)slot[row] % partRows * slot.Length + item];
    }

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => new Tensor?[inputs.Length];
}
