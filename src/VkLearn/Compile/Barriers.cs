using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>A range of bytes that a command touches.</summary>
readonly record struct Touch(ulong From, ulong To, bool Writes)
{
    public bool Meets(Touch other) => From < other.To && other.From < To && (Writes || other.Writes);
}

/// <summary>
/// Says before which commands a barrier must lie: where bytes are touched that an earlier command since the last barrier touched, one of
/// them writing.
/// </summary>
static class Barriers
{
    public static bool[] Run(IReadOnlyList<Command> commands, MemoryPlan memory)
    {
        bool[] before = new bool[commands.Count];
        List<Touch> since = [];
        for (int i = 0; i < before.Length; i++)
        {
            List<Touch> touches = Touches(commands[i], memory);
            before[i] = touches.Any(touch => since.Any(touch.Meets));
            if (before[i])
            {
                since.Clear();
            }

            since.AddRange(touches);
        }

        return before;
    }

    public static List<Touch> Touches(Command command, MemoryPlan memory) =>
        [.. command.Accesses.Select(access => Touch(memory.Of(access.Tensor).Address, access.Tensor.TensorType.Bytes, access.Access))];

    static Touch Touch(ulong address, long bytes, Access access) => new(address, address + (ulong)bytes, access.HasFlag(Access.Write));
}
