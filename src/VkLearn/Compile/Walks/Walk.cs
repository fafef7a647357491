using VkLearn.Ops;

namespace VkLearn.Compile;

/// <summary>
/// Makes one dispatch of a stack of equal narrow layers, forward or of its gradients (shaders/include/walk.glsl), and one of the matrix
/// products, or of the sums of products, that read what walks stored: the gradients of the stack's weights, or of a scalar that each layer
/// has. Which sums are made, and in which order, stays as it was.
/// </summary>
sealed class Walk
{
    /// <summary>Below, a dispatch saved is not worth a range of its own.</summary>
    const int FewestLayers = 4;

    /// <summary>Rows of h, their sums and what is carried besides must fit into shared memory.</summary>
    const int Widest = 256;

    readonly List<Step> steps;
    readonly Strides strides;
    readonly HashSet<Tensor> kept;
    readonly Dictionary<Tensor, List<Step>> readers = [];
    readonly Dictionary<Step, Step> placed = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<Step> taken = new(ReferenceEqualityComparer.Instance);

    Walk(List<Step> steps, Graph graph, Session session)
    {
        this.steps = steps;
        strides = new Strides(session);
        kept = [.. graph.Roots.Select(Views.Memory)];
        foreach (Step step in steps)
        {
            foreach (Tensor input in step.Inputs.Select(Views.Memory).Distinct())
            {
                Readers(input).Add(step);
            }
        }
    }

    public static List<Step> Run(List<Step> steps, Graph graph, Session session) => new Walk(steps, graph, session).Run();

    List<Step> Run()
    {
        FindWalks();
        FindBatches();
        return [.. steps.Where(step => !taken.Contains(step) || placed.ContainsKey(step))
            .Select(step => placed.GetValueOrDefault(step, step))];
    }

    List<Step> Readers(Tensor source)
    {
        if (!readers.TryGetValue(source, out List<Step>? list))
        {
            readers.Add(source, list = []);
        }

        return list;
    }

    /// <summary>
    /// In program order, so that what one walk stored is known to those that read it. A walk runs where its first step did: all that its
    /// steps read besides each other is there by then, as it lies with what the first one reads.
    /// </summary>
    void FindWalks()
    {
        foreach (GemmStep first in steps.OfType<GemmStep>().Where(IsWalkable))
        {
            if (taken.Contains(first))
            {
                continue;
            }

            StepStack<GemmStep> stack = new(first, strides, carries: true);
            while (stack.Steps[^1].Outputs.SelectMany(output => Readers(Views.Memory(output))).OfType<GemmStep>()
                .Any(next => IsWalkable(next) && !taken.Contains(next) && IsOfOneSegment(first, next) && stack.TryAdd(next)))
            {
            }

            if (stack.Steps.Count >= FewestLayers)
            {
                bool[] storesAll = [.. first.Outputs.Select((_, output) => IsReadOutside(stack, output))];
                WalkStep walk = WalkStep.Of(stack, storesAll);
                foreach (Tensor[] made in walk.Made.Where((_, output) => storesAll[output]))
                {
                    strides.Store(made);
                }

                Replace(stack.Steps, walk);
            }
        }
    }

    /// <summary>A walk that stores what one segment keeps would store what another drops.</summary>
    static bool IsOfOneSegment(GemmStep first, GemmStep next) => first.Product.Origin.Segment == next.Product.Origin.Segment;

    static bool IsWalkable(GemmStep step) => step is { ColumnSum: null, MatMul.TransposeA: false }
        && step.Shape is { BatchedA: false, BatchedB: false, M: > 1, N: <= Widest } shape && shape.N == shape.K
        && step.Inputs.All(Gemm.IsPaired) && step.Outputs.Concat(step.Inputs[..2]).All(tensor => tensor.Type == DType.Float32)
        && (step.Program?.Inputs.Skip(1).All(input => (input.Access & 3) == 1) ?? true);

    /// <summary>Whether an output of any but the last step is needed by more than the next step.</summary>
    bool IsReadOutside(StepStack<GemmStep> stack, int output)
    {
        for (int i = 0; i + 1 < stack.Steps.Count; i++)
        {
            Tensor source = Views.Memory(stack.Steps[i].Outputs[output]);
            if (kept.Contains(source) || Readers(source).Any(reader => reader != stack.Steps[i + 1]))
            {
                return true;
            }
        }

        return false;
    }

    void Replace(IReadOnlyList<Step> stack, Step by)
    {
        taken.UnionWith(stack);
        placed.Add(stack[0], by);
    }

    /// <summary>Runs of equal products, or sums of products, of which each has its operands from walks and its results go the same way.
    /// </summary>
    void FindBatches()
    {
        Dictionary<(Op, Shape, Shape, Step?), StepStack<Step>> open = [];
        foreach (Step step in steps.Where(IsBatchable))
        {
            var key = (step.Op, step.Inputs[0].Shape, step.Inputs[1].Shape, OnlyReader(step));
            if (!open.TryGetValue(key, out StepStack<Step>? stack) || !stack.TryAdd(step))
            {
                Close(stack);
                open[key] = new StepStack<Step>(step, strides, carries: false);
            }
        }

        foreach (StepStack<Step> stack in open.Values)
        {
            Close(stack);
        }

        void Close(StepStack<Step>? stack)
        {
            if (stack?.Steps.Count > 1)
            {
                Replace(stack.Steps, stack.First is GemmStep ? new GemmBatchStep([.. stack.Steps.Cast<GemmStep>()])
                    : new DotBatchStep(stack.Steps));
            }
        }
    }

    /// <summary>
    /// Whether both operands lie in known places, walks' or parameters', so that they are there when the first of a batch runs. What is
    /// watched is stored by itself.
    /// </summary>
    bool IsBatchable(Step step) => !taken.Contains(step)
        && step is { Op: Dot } or GemmStep { Shape: { BatchedA: false, BatchedB: false, M: > 1 }, Stored.Length: 1 }
        && step.Inputs.Length == 2 && step.Inputs.All(strides.Knows)
        && !step.Outputs.Any(output => kept.Contains(Views.Memory(output)));

    /// <summary>The step that all a step's outputs are for, if it is one.</summary>
    Step? OnlyReader(Step step)
    {
        Step[] all = [.. step.Outputs.SelectMany(output => Readers(Views.Memory(output))).Distinct()];
        return all.Length == 1 ? all[0] : null;
    }
}
