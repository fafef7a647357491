using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Tests.Compile;

/// <summary>
/// Demands of a plan that runs twice in a row that between any two commands that touch the same bytes, one of them writing, a barrier lies.
/// Naive on purpose, and written without a look at Compile/Barriers.cs: every pair of commands is compared, byte range by byte range.
/// </summary>
sealed class HazardChecker
{
    readonly int count;
    readonly List<(int First, int Second)> conflicts = [];

    public HazardChecker(Recording recording)
    {
        List<Range>[] touched = [.. recording.Commands.Select(command => Touched(command, recording.Memory))];
        count = touched.Length;
        for (int first = 0; first < 2 * count; first++)
        {
            for (int second = first + 1; second < 2 * count; second++)
            {
                if (touched[first % count].Any(range => touched[second % count].Any(range.Conflicts)))
                {
                    conflicts.Add((first, second));
                }
            }
        }
    }

    /// <summary>Pairs of commands of the plan and its repetition that need a barrier between them.</summary>
    public int Conflicts => conflicts.Count;

    /// <summary>The first pair of commands without a barrier between them; null if there is none.</summary>
    /// <param name="barrierBefore">For each command. That a list begins with one is known: CommandRecorder does that.</param>
    public (int First, int Second)? Find(IReadOnlyList<bool> barrierBefore)
    {
        foreach ((int first, int second) in conflicts)
        {
            bool ordered = false;
            for (int i = first + 1; i <= second; i++)
            {
                ordered |= i % count == 0 || barrierBefore[i % count];
            }

            if (!ordered)
            {
                return (first, second);
            }
        }

        return null;
    }

    readonly record struct Range(ulong From, ulong To, bool Writes)
    {
        public bool Conflicts(Range other) => (Writes || other.Writes) && From < other.To && other.From < To;
    }

    static List<Range> Touched(Command command, MemoryPlan memory)
    {
        List<Range> touched = [];
        switch (command)
        {
            case CopyCommand copy:
                touched.Add(Whole(copy.Source, memory, writes: false));
                touched.Add(Whole(copy.Destination, memory, writes: true));
                break;
            case KernelCommand kernel:
                for (int i = 0; i < kernel.Arguments.Length; i++)
                {
                    KernelArgument declared = kernel.Code.Arguments[i];
                    if (kernel.Arguments[i].Tensors is { Length: > 0 } tensors)
                    {
                        // A kernel runs over tensors that lie together from the first byte to the last, gaps included.
                        Range first = Whole(tensors[0], memory, declared.Access.HasFlag(Access.Write)),
                            last = Whole(tensors[^1], memory, writes: false);
                        touched.Add(first with { To = last.To });
                    }
                }

                break;
            default:
                throw new NotSupportedException($"Say here what {command.GetType().Name} touches.");
        }

        return touched;
    }

    static Range Whole(Tensor tensor, MemoryPlan memory, bool writes)
    {
        ulong address = memory.Of(tensor).Address;
        return new Range(address, address + (ulong)tensor.TensorType.Bytes, writes);
    }
}
