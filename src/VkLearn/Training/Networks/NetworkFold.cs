namespace VkLearn.Training;

/// <summary>Folds stacks of like nodes: of a unit that is repeated, one node or several, the first stands for all.</summary>
static class NetworkFold
{
    const int LongestUnit = 16;

    /// <param name="most">As many stacks are folded as it takes to have no more nodes, those first that save most.</param>
    public static IReadOnlyList<FoldedNode> Fold(IReadOnlyList<NetworkNode> nodes, int most)
    {
        int left = nodes.Count;
        List<Run> folded = [];
        foreach (Run run in Runs(nodes).OrderByDescending(run => run.Saved).TakeWhile(_ => left > most))
        {
            folded.Add(run);
            left -= run.Saved;
        }

        folded.Sort((a, b) => a.First - b.First);
        return Shown(nodes, folded);
    }

    static List<Run> Runs(IReadOnlyList<NetworkNode> nodes)
    {
        List<Run> runs = [];
        for (int at = 0; at < nodes.Count;)
        {
            Run best = Enumerable.Range(1, LongestUnit).Select(unit => RunAt(nodes, at, unit)).MaxBy(run => run.Saved);
            if (best.Saved > 0)
            {
                runs.Add(best);
            }

            at += best.Saved > 0 ? best.Unit * best.Times : 1;
        }

        return runs;
    }

    static Run RunAt(IReadOnlyList<NetworkNode> nodes, int first, int unit)
    {
        int alike = 0;
        while (first + unit + alike < nodes.Count
            && nodes[first + alike].IsLike(nodes[first + unit + alike], first + alike, first + unit + alike))
        {
            alike++;
        }

        return new(first, unit, 1 + alike / unit);
    }

    static List<FoldedNode> Shown(IReadOnlyList<NetworkNode> nodes, List<Run> runs)
    {
        List<FoldedNode> shown = [];
        int[] place = new int[nodes.Count]; // of each node, or of that which stands for it
        for (int at = 0, stack = 0; at < nodes.Count;)
        {
            bool isStack = stack < runs.Count && runs[stack].First == at;
            Run run = isStack ? runs[stack] : new(at, 1, 1);
            for (int i = 0; i < run.Unit * run.Times; i++)
            {
                place[at + i] = shown.Count + i % run.Unit;
            }

            int first = shown.Count;
            for (int i = 0; i < run.Unit; i++)
            {
                NetworkNode node = nodes[at + i];
                int[] inputs = [.. node.Inputs.Select(input => place[input]).Where(input => input < first + i).Distinct()];
                shown.Add(new(node, inputs, run.Times, isStack ? stack : -1));
            }

            at += run.Unit * run.Times;
            stack += isStack ? 1 : 0;
        }

        return shown;
    }

    /// <param name="First">The place of its first node.</param>
    /// <param name="Unit">Nodes of what is repeated.</param>
    /// <param name="Times">How often it stands there.</param>
    readonly record struct Run(int First, int Unit, int Times)
    {
        public int Saved => (Times - 1) * Unit;
    }
}
