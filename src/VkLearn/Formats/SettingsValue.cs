using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace VkLearn.Formats;

/// <summary>A JSON value that knows its place: what <see cref="Settings"/> read. It does not change.</summary>
/// <param name="path">Where in the tree; empty for the whole.</param>
/// <param name="text">A string's content; a number, true, false or null as written.</param>
sealed class SettingsValue(SettingsPlace place, string path, JsonValueKind kind, string text = "",
    IReadOnlyList<SettingsMember>? members = null, IReadOnlyList<SettingsValue>? items = null)
{
    public SettingsPlace Place => place;

    public string Path => path;

    public JsonValueKind Kind => kind;

    public string Text => text;

    /// <summary>Of an object.</summary>
    public IReadOnlyList<SettingsMember> Members { get; } = members ?? [];

    /// <summary>Of a list.</summary>
    public IReadOnlyList<SettingsValue> Items { get; } = items ?? [];

    public string Label => path == "" ? "the top level" : SettingsWords.Quote(path);

    public string Received => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => SettingsWords.Quote(text),
        _ => SettingsWords.Shortened(text),
    };

    /// <summary>As messages say it: <c>in Conv2d</c>, which may be said by a bare string as well.</summary>
    public string Where => (kind == JsonValueKind.String ? this : Find("type")?.Value, path) switch
    {
        ({ Kind: JsonValueKind.String } type, _) => $"in {type.Text}",
        (_, "") => "at the top level",
        _ => $"in {path}",
    };

    public SettingsMember? Find(string key) => Members.FirstOrDefault(member => member.Key == key);

    public int Int(string name, int min, int max) =>
        Real<double>() is { } number && double.IsInteger(number) && number >= min && number <= max
            ? (int)number
            : throw Wrong(SettingsWords.Quote(name), SettingsWords.Between("a whole number",
                min == int.MinValue ? null : min.ToString(CultureInfo.InvariantCulture),
                max == int.MaxValue ? null : max.ToString(CultureInfo.InvariantCulture)));

    public T Finite<T>(string name, T min, T max) where T : struct, IBinaryFloatingPointIeee754<T> =>
        Real<T>() is { } number && T.IsFinite(number) && number >= min && number <= max
            ? number
            : throw Wrong(SettingsWords.Quote(name), SettingsWords.Between(kind == JsonValueKind.Number ? "a finite number" : "a number",
                T.IsFinite(min) ? min.ToString(null, CultureInfo.InvariantCulture) : null,
                T.IsFinite(max) ? max.ToString(null, CultureInfo.InvariantCulture) : null));

    public T? Real<T>() where T : struct, IBinaryFloatingPointIeee754<T> =>
        kind == JsonValueKind.Number ? T.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    public bool Flag(string name) => kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(SettingsWords.Quote(name), "true or false"),
    };

    public string String(string name) => kind == JsonValueKind.String ? text : throw Wrong(SettingsWords.Quote(name), "a text");

    public int IndexIn(IReadOnlyList<string> words, string name)
    {
        for (int i = 0; kind == JsonValueKind.String && i < words.Count; i++)
            if (words[i].Equals(text, StringComparison.OrdinalIgnoreCase)) return i;
        throw place.Error($"{SettingsWords.Quote(name)} must be one of {SettingsWords.Listed(words)}, received {Received}."
            + (kind == JsonValueKind.String ? SettingsWords.Meant(text, words) : ""));
    }

    public SettingsException Wrong(string name, string rule) => place.Error($"{name} must be {rule}, received {Received}.");

    public void Write(Utf8JsonWriter writer)
    {
        switch (kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (SettingsMember member in Members)
                {
                    writer.WritePropertyName(member.Key);
                    member.Value.Write(writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (SettingsValue item in Items) item.Write(writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(text);
                break;
            default:
                writer.WriteRawValue(text);
                break;
        }
    }
}

/// <summary>A key of an object, where it stands, and its value.</summary>
sealed record SettingsMember(string Key, SettingsPlace Place, SettingsValue Value);
