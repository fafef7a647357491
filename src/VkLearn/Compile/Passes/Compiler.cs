using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>A trace as commands, before they have memory.</summary>
/// <param name="Kept">What must stay readable between replays.</param>
sealed record Lowered(Graph Graph, Placement Placement, IReadOnlyList<Tensor> Kept);

/// <summary>The passes, in order; each is a file of this folder.</summary>
static class Compiler
{
    public static Lowered Run(Session session, Trace trace, IReadOnlyList<Tensor> results)
    {
        Graph graph = Simplify.Run(Inline.Run(Graph.Of(trace, results), session));
        graph = OldValues.Run(Switches.Recompute ? Recompute.Run(graph) : graph);
        graph = trace.Precision == Precision.Float16 ? Halves.Run(graph) : graph;
        graph = Switches.Fuse ? Joint.Run(graph) : graph;
        List<Step> steps = Fusion.Run(graph, Switches.Fuse);
        steps = Switches.Fuse ? RowChain.Run(steps, session, graph.Roots) : steps;
        steps = Switches.Walk ? Walk.Run(steps, graph, session) : steps;
        List<Command> commands = Lowering.Run(steps, session);
        Tensor[] kept = [.. graph.Results, .. graph.Watches.Values];
        Placement placement = Placement.Run(commands, graph.Assignments, kept);
        if (AdvanceCommand(session, trace) is { } advance)
        {
            commands.Add(advance);
        }

        return new Lowered(graph, placement, kept);
    }

    /// <summary>The last dispatch of a recording: all its counters go on together (shaders/ops/Advance.comp).</summary>
    static KernelCommand? AdvanceCommand(Session session, Trace trace)
    {
        List<int> table = [];
        foreach (Advance advance in trace.Advances)
        {
            table.AddRange([advance.Counter.Slot, (int)advance.Increment, (int)advance.Last, advance.Epoch?.Slot ?? 0]);
        }

        if (trace.DrewRandom)
        {
            table.AddRange([Counters.ClockSlot, 1, -1, 0]);
        }

        if (table.Count == 0)
        {
            return null;
        }

        ShaderCode code = ShaderCode.FromResource(typeof(Compiler).Assembly, "Advance.comp");
        Tensor entries = Tensor.From([.. table], [table.Count]);
        entries.Name = "advance table";
        return new KernelCommand(code.With(64), 1, [session.Counters.Block, entries, table.Count / 4], readsInPlace: _ => false)
            { Label = "Advance" };
    }
}
