using System.Text;

namespace VkLearn.Compile;

/// <summary>A plan in words. Names and shapes, no addresses: two runs of one program print the same.</summary>
static class PlanText
{
    /// <param name="isNumbered">Whether each command has its number, by which <see cref="MemoryText"/> names it.</param>
    public static string Of(IReadOnlyList<Command> commands, IReadOnlyList<bool> barrierBefore, bool isNumbered = false)
    {
        StringBuilder text = new();
        for (int i = 0; i < commands.Count; i++)
        {
            if (barrierBefore[i])
            {
                text.AppendLine("barrier");
            }

            text.AppendLine(isNumbered ? $"{i,5} {Line(commands[i])}" : Line(commands[i]));
        }

        return text.ToString();
    }

    static string Line(Command command) => $"{What(command)}: {Names(command.Reads)} -> {Names(command.Writes)}";

    static string What(Command command) => command is KernelCommand kernel
        ? $"{Path.GetFileNameWithoutExtension(kernel.Code.Name)} ({kernel.Groups.X}, {kernel.Groups.Y}, {kernel.Groups.Z})"
        : "copy";

    static string Names(IEnumerable<Tensor> tensors)
    {
        List<Tensor> all = [.. tensors];
        string first = string.Join(", ", all.Take(6).Select(tensor => $"{tensor.Name ?? "_"}{tensor.Shape}"));
        return all.Count > 6 ? $"{first} and {all.Count - 6} more" : first;
    }
}
