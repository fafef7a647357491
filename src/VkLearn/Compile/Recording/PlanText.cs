using System.Text;
using VkLearn.Gpu;

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

    static string Line(Command command) => $"{What(command)}: {Names(command, Access.Read)} -> {Names(command, Access.Write)}";

    static string What(Command command) => command is KernelCommand kernel
        ? $"{Path.GetFileNameWithoutExtension(kernel.Code.Name)} ({kernel.Groups.X}, {kernel.Groups.Y}, {kernel.Groups.Z})"
            + (kernel.Walk is { } walk ? $" x{walk.Layers}" : "")
        : "copy";

    static string Names(Command command, Access access)
    {
        List<string> all = [.. command is KernelCommand kernel
            ? kernel.Arguments.Where((_, i) => kernel.Code.Arguments[i].Access.HasFlag(access)).SelectMany(Names)
            : command.Accesses.Where(touched => touched.Access.HasFlag(access)).Select(touched => Name(touched.Tensor))];
        string first = string.Join(", ", all.Take(6));
        return all.Count > 6 ? $"{first} and {all.Count - 6} more" : first;
    }

    /// <summary>Tensors at a constant stride are named by the first, for there may be thousands.</summary>
    static IEnumerable<string> Names(Arg argument) => argument.IsStrided
        ? [$"{Name(argument.Tensors[0])} x{argument.Tensors.Length}"]
        : argument.Tensors.ToArray().Select(Name);

    static string Name(Tensor tensor) => $"{tensor.Name ?? "_"}{tensor.Shape}{(tensor.Type == DType.Float16 ? " in halves" : "")}";
}
