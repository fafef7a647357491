using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// The last dispatch of a recording: all its counters and sums go on together (shaders/ops/Advance.comp). More than one only where there is
/// more to tally than a kernel takes addresses.
/// </summary>
static class LastDispatch
{
    const int MostInputs = 8, MostSums = 4; // x0 to x7 and sums0 to sums3 of the kernel

    /// <param name="clock">What random numbers of the recording are counted by.</param>
    public static IEnumerable<KernelCommand> Run(Session session, Trace trace, IReadOnlyList<Tally> tallies, Counter clock)
    {
        Queue<Tally> left = new(tallies);
        Dispatch dispatch = new() { Advances = Advances(trace, clock) };
        while (left.TryDequeue(out Tally? tally))
        {
            if (!dispatch.TryAdd(tally))
            {
                yield return dispatch.Command(session);
                dispatch = new Dispatch();
                dispatch.TryAdd(tally);
            }
        }

        // After the last of the tallies, of whichever sums: only then all are known.
        foreach (FiniteTally tally in trace.FiniteTallies)
        {
            if (!dispatch.TryAdd(tally))
            {
                yield return dispatch.Command(session);
                dispatch = new Dispatch();
                dispatch.TryAdd(tally);
            }
        }

        if (!dispatch.IsEmpty)
        {
            yield return dispatch.Command(session);
        }
    }

    static List<int> Advances(Trace trace, Counter clock)
    {
        List<int> table = [];
        foreach (Advance advance in trace.Advances)
        {
            table.AddRange([advance.Counter.Slot, (int)advance.Increment, (int)advance.Last, advance.Epoch?.Slot ?? 0]);
        }

        if (trace.DrewRandom)
        {
            table.AddRange([clock.Slot, 1, -1, 0]);
        }

        return table;
    }

    /// <summary>Entries of the kernel's table, four words each, and the tensors that they name by number.</summary>
    sealed class Dispatch
    {
        readonly List<Tensor> inputs = [];
        readonly List<State> sums = [];
        readonly List<int> tallies = [], finites = [];

        public List<int> Advances { get; init; } = [];
        public bool IsEmpty => Advances.Count + tallies.Count + finites.Count == 0;

        public bool TryAdd(Tally tally)
        {
            if ((inputs.Count == MostInputs && !inputs.Contains(tally.Values)) || !HasRoom(tally.Sums))
            {
                return false;
            }

            int values = Number(inputs, tally.Values), slots = values | Number(sums, tally.Sums) << 8;
            tallies.AddRange(
                [slots, (int)tally.Values.Shape.Count, BitConverter.SingleToInt32Bits(tally.Scale), tally.Entry]);
            return true;
        }

        public bool TryAdd(FiniteTally tally)
        {
            if (!HasRoom(tally.Sums))
            {
                return false;
            }

            finites.AddRange([Number(sums, tally.Sums), tally.Sums.Shape[0], tally.StepsEntry, tally.FiniteEntry]);
            return true;
        }

        bool HasRoom(State state) => sums.Count < MostSums || sums.Contains(state);

        static int Number<T>(List<T> all, T one)
        {
            int number = all.IndexOf(one);
            if (number < 0)
            {
                all.Add(one);
                number = all.Count - 1;
            }

            return number;
        }

        public KernelCommand Command(Session session)
        {
            Tensor table = Tensor.From([.. Advances, .. tallies, .. finites], [Advances.Count + tallies.Count + finites.Count]);
            table.Name = "advance table";
            Arg[] arguments =
            [
                Advances.Count > 0 ? session.Counters.Block : Arg.Nothing, table,
                Advances.Count / 4, tallies.Count / 4, finites.Count / 4,
                .. Addresses(inputs, MostInputs), .. Addresses(sums.Select(Tally.Before), MostSums),
            ];
            ShaderCode code = ShaderCode.FromResource(typeof(LastDispatch).Assembly, "Advance.comp");
            uint localSize = new Pass(session, dispatches: false).RowLocalSize;
            return new KernelCommand(code.With(localSize), 1, arguments, readsInPlace: _ => false) { Label = "Advance" };
        }

        static IEnumerable<Arg> Addresses(IEnumerable<Tensor> tensors, int most) =>
            tensors.Select(tensor => (Arg)tensor).Concat(Enumerable.Repeat(Arg.Nothing, most)).Take(most);
    }
}
