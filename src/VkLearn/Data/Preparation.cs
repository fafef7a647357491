using System.Text;
using System.Text.Json;

namespace VkLearn.Data;

/// <summary>
/// What a source found out from the items to learn from, by which all others are to be prepared, such as means, words and classes; as a
/// text, for a checkpoint: what is tested later must not be prepared by itself.
/// </summary>
static class Preparation
{
    const string Type = "type";

    /// <param name="source">Whose it is.</param>
    public static string Write(DataSource source, Action<Utf8JsonWriter> members) => Write(source.GetType().Name, members);

    /// <param name="type">What sources of several kinds find out, and understand of each other.</param>
    public static string Write(string type, Action<Utf8JsonWriter> members)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text))
        {
            writer.WriteStartObject();
            writer.WriteString(Type, type);
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>Reads one that a source of the same kind wrote; null where another did, or there is none.</summary>
    public static JsonElement? Read(DataSource source, string? text) => Read(source.GetType().Name, text);

    /// <summary>Reads one of a type; null where it is of another, or there is none.</summary>
    public static JsonElement? Read(string type, string? text) =>
        text is not null && JsonElement.Parse(text) is var read && read.GetProperty(Type).GetString() == type ? read : null;

    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    public static string[] Texts(this JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];
}
