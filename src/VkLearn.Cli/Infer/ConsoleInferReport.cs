namespace VkLearn.Cli;

/// <summary>Answers as lines for a person, the most probable class first; what is below a thousandth is left out.</summary>
sealed class ConsoleInferReport(IReadOnlyList<string> classNames) : IInferReport
{
    const float Least = 0.001f;

    public void Item(Answer answer)
    {
        IEnumerable<string> classes = answer.Probabilities.Index().OrderByDescending(entry => entry.Item)
            .Where(entry => entry.Item >= Least || entry.Index == answer.Class)
            .Select(entry => $"{Answer.NameOf(entry.Index, classNames)} {entry.Item:0.000}");
        string label = answer.Label is { } known && !answer.IsRight ? $"   it is {Answer.NameOf(known, classNames)}" : "";
        Console.WriteLine($"{answer.Index}: {string.Join(", ", classes)}{label}");
    }

    public void Done(int items, int? right)
    {
        if (right is { } count)
        {
            Console.WriteLine($"{count} of {items} right, accuracy {(double)count / items:0.0000}");
        }
    }
}
