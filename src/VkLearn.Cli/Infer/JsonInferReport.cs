namespace VkLearn.Cli;

/// <summary>Answers as JSON lines.</summary>
sealed class JsonInferReport(IReadOnlyList<string> classNames) : IInferReport
{
    public void Item(Answer answer) => JsonLine.Write(line =>
    {
        line.WriteString("event", "item");
        line.WriteNumber("index", answer.Index);
        line.WriteNumber("class", answer.Class);
        line.WriteString("name", Answer.NameOf(answer.Class, classNames));
        line.WriteNumber("probability", answer.Probabilities[answer.Class]);
        line.WriteStartArray("probabilities");
        Array.ForEach(answer.Probabilities, line.WriteNumberValue);
        line.WriteEndArray();
        if (answer.Label is { } label)
        {
            line.WriteNumber("label", label);
        }
    });

    public void Done(int items, int? right) => JsonLine.Write(line =>
    {
        line.WriteString("event", "done");
        line.WriteNumber("items", items);
        if (right is { } count)
        {
            line.WriteNumber("accuracy", (double)count / items);
        }
    });
}
