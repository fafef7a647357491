using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// Lets an output take the memory of an input that its command reads last, element by element at the index it writes
/// (<see cref="Command.ReadsInPlace"/>), where both have as many bytes.
/// </summary>
static class InPlace
{
    /// <param name="lifetimes">By root; afterwards that of an output written in place is its input's.</param>
    /// <returns>Those left.</returns>
    public static List<Lifetime> Run(Placement placement, Dictionary<Tensor, Lifetime> lifetimes)
    {
        for (int i = 0; i < placement.Commands.Count; i++)
        {
            Command command = placement.Commands[i];
            foreach (Tensor output in command.Writes.Where(output => IsFirstWrite(placement, output, i, lifetimes)))
            {
                if (command.Reads.FirstOrDefault(input => CanTake(placement, command, input, output, i, lifetimes)) is { } input)
                {
                    Lifetime life = lifetimes[placement.Of(input).Root];
                    life.GoOnAs(lifetimes[output]);
                    lifetimes[output] = life;
                }
            }
        }

        return [.. lifetimes.Values.Distinct()];
    }

    /// <summary>Whether a command is the first that touches an output's memory, and writes all of it.</summary>
    static bool IsFirstWrite(Placement placement, Tensor output, int command, Dictionary<Tensor, Lifetime> lifetimes) =>
        placement.Of(output).Root == output
            && lifetimes.TryGetValue(output, out Lifetime? life) && !life.IsPinned && life.First == command;

    static bool CanTake(
        Placement placement, Command command, Tensor input, Tensor output, int at, Dictionary<Tensor, Lifetime> lifetimes)
    {
        Tensor root = placement.Of(input).Root;
        return lifetimes.TryGetValue(root, out Lifetime? life) && !life.IsPinned && life.First < at && life.Last == at
            && root.TensorType.Bytes == output.TensorType.Bytes
            && command.Accesses.Where(access => placement.Of(access.Tensor).Root == root)
                .All(access => access.Access == Access.Read && command.ReadsInPlace(access.Tensor)
                    && access.Tensor.TensorType.Bytes == output.TensorType.Bytes);
    }
}
