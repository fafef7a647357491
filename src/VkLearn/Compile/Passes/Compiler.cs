namespace VkLearn.Compile;

/// <summary>A trace as commands, before they have memory.</summary>
/// <param name="Kept">What must stay readable between replays.</param>
/// <param name="Clock">What its random numbers are counted by, if that is its own.</param>
sealed record Lowered(Graph Graph, Placement Placement, IReadOnlyList<Tensor> Kept, Counter? Clock);

/// <summary>The passes, in order; each is a file of this folder.</summary>
static class Compiler
{
    public static Lowered Run(Session session, Trace trace, IReadOnlyList<Tensor> results, bool runsOnce)
    {
        Graph graph = Inline.Run(Empties.Run(Graph.Of(trace, results)), session);
        graph = LongProducts.Run(Simplify.Run(Empties.Run(graph)));
        graph = OldValues.Run(Switches.Recompute ? Recompute.Run(graph) : graph, runsOnce);
        graph = trace.Precision == Precision.Float16 ? Halves.Run(graph) : graph;
        graph = Switches.Fuse ? Joint.Run(Dots.Run(graph)) : graph;
        // What only looks, tests or samples must not move on the numbers that training will draw.
        (Tensor Block, Counter Clock)? own =
            trace is { DrewRandom: true, Training: false } ? session.Counters.NewRandom("recording") : null, random = own ?? trace.Random;
        List<Step> steps = Fusion.Run(graph, Switches.Fuse);
        steps = Switches.Fuse ? RowChain.Run(steps, session, graph.Roots) : steps;
        steps = Switches.Walk && KernelTable.CanWalk(session.Gpu.Info) ? Walk.Run(steps, graph, session) : steps;
        List<Command> commands = Lowering.Run(steps, session, random?.Block);
        Tensor[] kept = [.. graph.Results, .. graph.Watches.Values];
        Placement placement = Placement.Run(commands, graph.Assignments, kept);
        commands.AddRange(LastDispatch.Run(session, trace, graph.Tallies, random?.Clock ?? session.Counters.Clock));
        return new Lowered(graph, placement, kept, own?.Clock);
    }
}
