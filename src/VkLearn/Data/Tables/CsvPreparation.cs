using System.Text.Json;

namespace VkLearn.Data;

/// <summary>What a table's rows to learn from decide of all rows: <see cref="Preparation"/>.</summary>
/// <param name="Norms">By the key of a feature, or of a target with <see cref="OfTarget"/> before it: what fills, and what a number is
/// less by, and what it is then multiplied by; 0: it stays as it is.</param>
/// <param name="Words">Of each column of words, in the order of their codes.</param>
sealed record CsvPreparation(IReadOnlyDictionary<string, (float Mean, float Scale)> Norms, IReadOnlyDictionary<string, string[]> Words)
{
    public const string OfTarget = "target\n"; // no feature's key has a line's end before a column's name

    public string Write(CsvSource source) => Preparation.Write(source, writer =>
    {
        writer.WriteStartObject("norms");
        foreach ((string name, (float mean, float scale)) in Norms)
        {
            writer.WriteStartArray(name);
            writer.WriteNumberValue(mean);
            writer.WriteNumberValue(scale);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("words");
        foreach ((string column, string[] words) in Words)
        {
            writer.WriteTexts(column, words);
        }

        writer.WriteEndObject();
    });

    public static CsvPreparation? Read(CsvSource source, string? text) => Preparation.Read(source, text) is { } read ? new(
        read.GetProperty("norms").EnumerateObject()
            .ToDictionary(one => one.Name, one => (one.Value[0].GetSingle(), one.Value[1].GetSingle())),
        read.GetProperty("words").EnumerateObject().ToDictionary(one => one.Name, one => one.Value.Texts())) : null;
}
