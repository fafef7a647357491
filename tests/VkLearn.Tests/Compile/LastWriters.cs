using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Tests.Compile;

/// <summary>
/// Plays a plan and follows, word by word, which command wrote last. A plan whose tensors share memory must read and end with what the same
/// plan without sharing does; written without a look at how memory is planned.
/// </summary>
sealed class LastWriters(IReadOnlyList<Command> commands, IEnumerable<Tensor> kept, Func<Tensor, ulong> addressOf)
{
    const int Nobody = -1;
    readonly Dictionary<ulong, int> writers = [];

    public LastWriters(Recording recording)
        : this(recording, tensor => recording.Memory.Of(tensor).Address)
    {
    }

    public LastWriters(Recording recording, Func<Tensor, ulong> addressOf)
        : this(recording.Commands, recording.Results.Concat(recording.Watches.Values), addressOf)
    {
    }

    public LastWriters(Lowered lowered, MemoryPlan memory)
        : this(lowered.Placement.Commands, lowered.Kept, tensor => memory.Of(tensor).Address)
    {
    }

    /// <summary>Plays both plans twice in a row, and says where the one first reads what another command wrote.</summary>
    public string? FirstDifference(LastWriters apart)
    {
        for (int i = 0; i < 2 * commands.Count; i++)
        {
            int at = i % commands.Count;
            Command command = commands[at], other = apart.Command(at);
            foreach ((Tensor mine, Tensor theirs) in command.Reads.Zip(other.Reads))
            {
                if (!IsMadeBy(at, mine) && !Of(mine).SequenceEqual(apart.Of(theirs)))
                {
                    return $"{command.Label} reads {mine} of other commands";
                }
            }

            if (Clash(command, apart, other) is { } clash)
            {
                return clash;
            }

            Write(command, at);
            apart.Write(other, at);
        }

        return kept.Zip(apart.Kept).All(pair => Of(pair.First).SequenceEqual(apart.Of(pair.Second))) ? null : "what is kept is overwritten";
    }

    /// <summary>Whether a command is the first that touches an intermediate: what it reads of it it has written before, as walks do.
    /// </summary>
    bool IsMadeBy(int command, Tensor tensor) => tensor.Leaf is null && commands[command].Writes.Contains(tensor)
        && !commands.Take(command).SelectMany(earlier => earlier.Accesses).Any(access => access.Tensor == tensor);

    IEnumerable<Tensor> Kept => kept;

    Command Command(int index) => commands[index];

    /// <summary>What a command reads and writes in one place though the plan without sharing has two, and not element by element.</summary>
    string? Clash(Command command, LastWriters apart, Command other)
    {
        foreach ((Tensor read, Tensor itsRead) in command.Reads.Zip(other.Reads))
        {
            foreach ((Tensor write, Tensor itsWrite) in command.Writes.Zip(other.Writes))
            {
                bool isShared = Meet(read, write) && !apart.Meet(itsRead, itsWrite);
                if (isShared && !(command.ReadsInPlace(read) && addressOf(read) == addressOf(write)
                    && read.TensorType.Bytes == write.TensorType.Bytes))
                {
                    return $"{command.Label} writes {write} where it reads {read}";
                }
            }
        }

        return null;
    }

    bool Meet(Tensor a, Tensor b) =>
        addressOf(a) < addressOf(b) + (ulong)b.TensorType.Bytes && addressOf(b) < addressOf(a) + (ulong)a.TensorType.Bytes;

    IEnumerable<int> Of(Tensor tensor) => Words(tensor).Select(word => writers.GetValueOrDefault(word, Nobody));

    void Write(Command command, int index)
    {
        foreach (ulong word in command.Writes.SelectMany(Words))
        {
            writers[word] = index;
        }
    }

    IEnumerable<ulong> Words(Tensor tensor)
    {
        ulong address = addressOf(tensor);
        for (ulong word = 0; word < (ulong)tensor.TensorType.Bytes; word += sizeof(float))
        {
            yield return address + word;
        }
    }
}
