using System.Text;
using System.Text.Json;

namespace VkLearn.Formats;

/// <summary>Text on its way to a tree. It counts lines as it goes, so places must be asked for in order.</summary>
sealed class SettingsText(string file, byte[] utf8, bool hasLines = true)
{
    // A command line's value is strict JSON or else a text, so that --set name=//share/x stays a text.
    static readonly JsonReaderOptions fileOptions = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    int position, line = 1, column = 1;

    /// <summary>A file's text: comments and trailing commas are allowed.</summary>
    /// <exception cref="SettingsException">It is not JSON.</exception>
    public static SettingsValue ReadFile(string file, ReadOnlySpan<byte> utf8)
    {
        int start = utf8.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        SettingsText text = new(file, utf8[start..].ToArray());
        try
        {
            return text.Read("", fileOptions);
        }
        catch (JsonException e)
        {
            // The reader appends its own account of the place, in bytes and from 0.
            string rule = e.Message.Split(" LineNumber:")[0];
            SettingsPlace at = text.At(e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            throw new SettingsException(at.File, at.Line, at.Column, $"not JSON: {rule}", e);
        }
    }

    public SettingsValue Read(string path, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(utf8, options);
        reader.Read();
        SettingsValue root = Value(ref reader, path);
        reader.Read(); // throws where anything follows
        return root;
    }

    /// <summary>The place of a byte, by its 0-based line and byte in the line.</summary>
    SettingsPlace At(long lineIndex, long byteInLine)
    {
        int start = 0;
        for (; lineIndex > 0; lineIndex--) start += 1 + utf8.AsSpan(start).IndexOf((byte)'\n');
        (position, line, column) = (0, 1, 1);
        return At(start + byteInLine);
    }

    SettingsPlace At(long offset)
    {
        if (!hasLines) return new(file, 0, 0);
        for (; position < offset; position++)
        {
            if (utf8[position] == '\n') (line, column) = (line + 1, 1);
            else if ((utf8[position] & 0xC0) != 0x80) column++; // a continuation byte belongs to the character before it
        }
        return new(file, line, column);
    }

    SettingsValue Value(ref Utf8JsonReader reader, string path)
    {
        SettingsPlace place = At(reader.TokenStartIndex);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => new(place, path, JsonValueKind.Object, members: Members(ref reader, path)),
            JsonTokenType.StartArray => new(place, path, JsonValueKind.Array, items: Items(ref reader, path)),
            JsonTokenType.String => new(place, path, JsonValueKind.String, Unescaped(ref reader, place)),
            JsonTokenType.Number => new(place, path, JsonValueKind.Number, Encoding.UTF8.GetString(reader.ValueSpan)),
            JsonTokenType.True => new(place, path, JsonValueKind.True, "true"),
            JsonTokenType.False => new(place, path, JsonValueKind.False, "false"),
            _ => new(place, path, JsonValueKind.Null, "null"),
        };
    }

    List<SettingsMember> Members(ref Utf8JsonReader reader, string path)
    {
        List<SettingsMember> members = [];
        HashSet<string> keys = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            SettingsPlace place = At(reader.TokenStartIndex);
            string key = Unescaped(ref reader, place);
            if (!keys.Add(key)) throw place.Error($"{SettingsWords.Quote(key)} is given twice. Keep one.");
            reader.Read();
            members.Add(new(key, place, Value(ref reader, path == "" ? key : $"{path}.{key}")));
        }
        return members;
    }

    List<SettingsValue> Items(ref Utf8JsonReader reader, string path)
    {
        List<SettingsValue> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Value(ref reader, $"{path}[{items.Count}]"));
        return items;
    }

    static string Unescaped(ref Utf8JsonReader reader, SettingsPlace place)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e) // the reader leaves the encoding unchecked until the text is asked for
        {
            throw place.Error("this text is not Unicode: save the file as UTF-8.", e);
        }
    }
}
