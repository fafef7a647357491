using System.Text;

namespace VkLearn.Compile;

/// <summary>Who lives when, as a table: where in the recording's memory, how many bytes, from which command to which.</summary>
static class MemoryText
{
    public static string Of(MemoryPlan memory)
    {
        StringBuilder text = new();
        text.AppendLine($"{memory.Bytes} bytes; at most {memory.LiveSetBound} are needed at once");
        text.AppendLine($"{"offset",12} {"bytes",12}  {"commands",-13} tensor");
        foreach (Lifetime life in memory.Lives.OrderBy(life => memory.Of(life.Tensors[0]).Offset).ThenBy(life => life.First))
        {
            string needed = life.IsPinned ? "all" : $"{life.First}..{life.Last}";
            text.AppendLine($"{memory.Of(life.Tensors[0]).Offset,12} {life.Bytes,12}  {needed,-13} {Names(life)}");
        }

        return text.ToString();
    }

    static string Names(Lifetime life) =>
        string.Join(", then in its place ", life.Tensors.Select(tensor => $"{tensor.Name ?? "_"}{tensor.Shape}"));
}
