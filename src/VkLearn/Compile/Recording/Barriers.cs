using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>A range of bytes that a command touches.</summary>
readonly record struct Touch(ulong From, ulong To, bool Writes);

/// <summary>
/// Says before which commands a barrier must lie: where bytes are touched that an earlier command since the last barrier touched, one of
/// them writing.
/// </summary>
static class Barriers
{
    public static bool[] Run(IReadOnlyList<Command> commands, MemoryPlan memory)
    {
        bool[] before = new bool[commands.Count];
        ByteRanges read = new(), written = new();
        for (int i = 0; i < before.Length; i++)
        {
            List<Touch> touches = Touches(commands[i], memory);
            before[i] = touches.Any(touch => written.Meet(touch) || (touch.Writes && read.Meet(touch)));
            if (before[i])
            {
                read.Clear();
                written.Clear();
            }

            touches.ForEach(touch => (touch.Writes ? written : read).Add(touch));
        }

        return before;
    }

    public static List<Touch> Touches(Command command, MemoryPlan memory) =>
        [.. command.Accesses.Select(access => Touch(memory.Of(access.Tensor).Address, access.Tensor.TensorType.Bytes, access.Access))];

    static Touch Touch(ulong address, long bytes, Access access) => new(address, address + (ulong)bytes, access.HasFlag(Access.Write));

    /// <summary>Bytes, as ranges that do not meet each other: what a walk touches is thousands of tensors in few ranges.</summary>
    sealed class ByteRanges
    {
        readonly SortedSet<(ulong From, ulong To)> ranges = [];

        public void Clear() => ranges.Clear();

        public bool Meet(Touch touch) => Last(touch.To - 1) is { } last && last.To > touch.From;

        public void Add(Touch touch)
        {
            (ulong from, ulong to) = (touch.From, touch.To);
            while (Last(to) is { } last && last.To >= from)
            {
                ranges.Remove(last);
                (from, to) = (Math.Min(from, last.From), Math.Max(to, last.To));
            }

            ranges.Add((from, to));
        }

        /// <summary>The last range that begins at an address or before.</summary>
        (ulong From, ulong To)? Last(ulong address)
        {
            if (ranges.Count == 0 || ranges.Min.From > address)
            {
                return null;
            }

            return ranges.GetViewBetween(ranges.Min, (address, ulong.MaxValue)).Max;
        }
    }
}
