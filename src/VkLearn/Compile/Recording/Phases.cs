namespace VkLearn.Compile;

/// <summary>The phases of a replay, in order: its commands, cut where those of other layers or of another direction begin.</summary>
sealed class Phases
{
    readonly List<StepPhase> all = [];

    public Phases(IReadOnlyList<Command> commands)
    {
        IndexOf = new int[commands.Count];
        bool isLayered = false;
        for (int i = 0; i < commands.Count; i++)
        {
            isLayered |= commands[i].Phase is { Kind: PhaseKind.Forward, Layers: not [] };
            // Copies and what counts on belong to what is before them.
            if (commands[i].Phase is { } phase && Named(phase, isLayered) is var named && !(all is [.., var last] && last.IsLike(named)))
            {
                all.Add(named);
            }
            else if (all.Count == 0)
            {
                all.Add(new StepPhase(PhaseKind.Batch, []));
            }

            IndexOf[i] = all.Count - 1;
        }
    }

    public IReadOnlyList<StepPhase> All => all;

    /// <summary>Of each command the number of its phase.</summary>
    public int[] IndexOf { get; }

    static StepPhase Named(StepPhase phase, bool isLayered) => phase is { Kind: PhaseKind.Forward, Layers: [] }
        ? new StepPhase(isLayered ? PhaseKind.Loss : PhaseKind.Batch, []) : phase;
}
