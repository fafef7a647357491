using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VkLearn.Formats;

/// <summary>
/// A JSON value of a scene file that knows its place, so that whatever is wrong with it is said with file, line and the nearest right
/// word. A reader asks for each key it knows and ends with <see cref="RefuseUnknown"/>. A null counts as a key not given, and the bare
/// string <c>"Relu"</c> as <c>{"type": "Relu"}</c>. Not for several threads at once: asking for a key notes it as known.
/// </summary>
public sealed class Settings
{
    const int LongestQuote = 60; // characters of a received value that an error repeats

    // A command line's value is strict JSON or else a text, so that --set name=//share/x stays a text.
    static readonly JsonReaderOptions fileOptions = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    readonly Place place;
    readonly JsonValueKind kind;
    readonly string text; // a string's content; a number, true, false or null as written
    readonly IReadOnlyList<Member> members; // of an object; a string's is its type
    readonly IReadOnlyList<Settings> items; // of a list
    readonly List<string> known = []; // keys asked for, in order

    Settings(Place place, string path, JsonValueKind kind, string text = "",
        IReadOnlyList<Member>? members = null, IReadOnlyList<Settings>? items = null)
    {
        (this.place, Path, this.kind, this.text) = (place, path, kind, text);
        this.members = members ?? (kind == JsonValueKind.String ? [new("type", place, this)] : []);
        this.items = items ?? [];
    }

    /// <summary>The file as the user named it, or the <c>--set path=value</c> that gave this value.</summary>
    public string File => place.File;

    /// <summary>From 1; 0 for a value that came by <c>--set</c>.</summary>
    public int Line => place.Line;

    /// <summary>From 1, in characters; 0 for a value that came by <c>--set</c>.</summary>
    public int Column => place.Column;

    /// <summary>Where in the tree: <c>model.layers[1].out</c>; empty for the whole file.</summary>
    public string Path { get; }

    /// <summary>What this is: its <c>"type"</c>, or itself where it is a bare string.</summary>
    /// <exception cref="SettingsException">There is none.</exception>
    public string Type => kind is JsonValueKind.Object or JsonValueKind.String
        ? Text("type")
        : throw Wrong(Label, "an object or the name of a type");

    // A string is an object only to a reader that asks for its type: "training": "fast" is a mistake.
    bool ReadsAsObject => kind == JsonValueKind.Object || (kind == JsonValueKind.String && known.Contains("type"));

    string Label => Path == "" ? "the top level" : Quote(Path);

    // Shown in messages; does not note the key as known.
    string Where => (Given("type")?.Value, Path) switch
    {
        ({ kind: JsonValueKind.String } type, _) => $"in {type.text}",
        (_, "") => "at the top level",
        _ => $"in {Path}",
    };

    string Received => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => Quote(text),
        _ => Shortened(text),
    };

    /// <summary>Reads a file; comments and trailing commas are allowed.</summary>
    /// <exception cref="SettingsException">It cannot be read, or is not JSON.</exception>
    public static Settings ReadFile(string path)
    {
        try
        {
            return Parse(path, System.IO.File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SettingsException(path, 0, 0, "there is no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingsException(path, 0, 0, $"the file cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads UTF-8 text, with or without a byte order mark; comments and trailing commas are allowed.</summary>
    /// <param name="file">What errors call it.</param>
    /// <param name="utf8">The text.</param>
    /// <exception cref="SettingsException">It is not JSON, or an object has a key twice.</exception>
    public static Settings Parse(string file, ReadOnlySpan<byte> utf8)
    {
        var source = new Source(file, (utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8).ToArray());
        try
        {
            return source.Read("", fileOptions);
        }
        catch (JsonException e)
        {
            // The reader appends its own account of the place, in bytes and from 0.
            string rule = e.Message.Split(" LineNumber:")[0];
            Place at = source.At(e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            throw new SettingsException(at.File, at.Line, at.Column, $"not JSON: {rule}", e);
        }
    }

    /// <summary>
    /// These settings with one value changed, for <c>--set path=value</c>. To be called before anything is read: unchanged parts are
    /// shared, with what was asked of them. The last key may be new to its object; it is then checked as any other.
    /// </summary>
    /// <param name="path"><c>training.batch</c>, <c>model.layers[0].out</c> or <c>model.layers.0.out</c>.</param>
    /// <param name="value">JSON; what is not JSON is a text.</param>
    /// <exception cref="SettingsException">The path meets nothing.</exception>
    public Settings With(string path, string value)
    {
        var edit = new Edit($"--set {path}={value}", File, value);
        string[] steps = path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return steps is [] ? throw edit.Error("no key before the \"=\". Write it as --set training.batch=64.") : Edited(steps, edit);
    }

    /// <summary>As JSON on one line, with what was changed, without comments; numbers as they were written.</summary>
    public string ToJson()
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(writer);
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }

    void Write(Utf8JsonWriter writer)
    {
        switch (kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (Member member in members)
                {
                    writer.WritePropertyName(member.Key);
                    member.Value.Write(writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (Settings item in items) item.Write(writer);
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

    /// <summary>Whether this is a number, where an object could be as well.</summary>
    public bool IsNumber => kind == JsonValueKind.Number;

    /// <summary>Whether a key is there and not null. Notes it as known.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>A whole number; <c>1e3</c> is one.</summary>
    /// <exception cref="SettingsException">Something else, out of bounds, or missing without a fallback.</exception>
    public int Int(string key, int? fallback = null, int min = int.MinValue, int max = int.MaxValue) =>
        Find(key) is { } value ? value.AsInt(key, min, max) : fallback ?? throw Missing(key);

    /// <summary>A list of whole numbers, such as a shape.</summary>
    /// <exception cref="SettingsException">Something else, out of bounds, or missing without a fallback.</exception>
    public int[] Ints(string key, int[]? fallback = null, int min = int.MinValue, int max = int.MaxValue) =>
        fallback is not null && !Has(key) ? fallback : [.. List(key).Select((item, i) => item.AsInt($"{key}[{i}]", min, max))];

    /// <summary>A list of finite numbers that must be there, each rounded once to single precision.</summary>
    /// <exception cref="SettingsException">Something else, or missing.</exception>
    public float[] Floats(string key) =>
        [.. List(key).Select((item, i) => item.AsReal<float>() is { } number && float.IsFinite(number)
            ? number : throw item.Wrong(Quote($"{key}[{i}]"), "a finite number"))];

    /// <summary>A finite number.</summary>
    /// <exception cref="SettingsException">Something else, out of bounds, or missing without a fallback.</exception>
    public double Number(string key, double? fallback = null, double min = double.NegativeInfinity, double max = double.PositiveInfinity) =>
        Real(key, fallback, min, max);

    /// <summary>A finite number, rounded once to single precision.</summary>
    /// <exception cref="SettingsException">Something else, out of bounds, or missing without a fallback.</exception>
    public float Float(string key, float? fallback = null, float min = float.NegativeInfinity, float max = float.PositiveInfinity) =>
        Real(key, fallback, min, max);

    /// <summary>True or false.</summary>
    /// <exception cref="SettingsException">Something else, or missing without a fallback.</exception>
    public bool Flag(string key, bool? fallback = null) => Find(key) switch
    {
        null => fallback ?? throw Missing(key),
        { kind: JsonValueKind.True } => true,
        { kind: JsonValueKind.False } => false,
        { } other => throw other.Wrong(Quote(key), "true or false"),
    };

    /// <summary>A text.</summary>
    /// <exception cref="SettingsException">Something else, or missing without a fallback.</exception>
    public string Text(string key, string? fallback = null) => Find(key) switch
    {
        null => fallback ?? throw Missing(key),
        { kind: JsonValueKind.String } value => value.text,
        { } other => throw other.Wrong(Quote(key), "a text"),
    };

    /// <summary>A name or a list of names, such as columns; numbers are names, too. Null where the key is not given.</summary>
    /// <exception cref="SettingsException">Something else.</exception>
    public string[]? Names(string key)
    {
        return Find(key) is not { } value ? null : value.kind == JsonValueKind.Array ? [.. value.items.Select(Name)] : [Name(value)];

        string Name(Settings value) => value.kind is JsonValueKind.String or JsonValueKind.Number ? value.text
            : throw value.Wrong(Quote(key), "a name, or a list of names");
    }

    /// <summary>One of some words, in any case; returned as it stands in <paramref name="words"/>.</summary>
    /// <exception cref="SettingsException">Another word, or missing without a fallback.</exception>
    public string OneOf(string key, IReadOnlyList<string> words, string? fallback = null) =>
        Find(key) is { } value ? words[value.IndexIn(words, key)] : fallback ?? throw Missing(key);

    /// <summary>One of an enum's names, in any case.</summary>
    /// <exception cref="SettingsException">Another word, or missing without a fallback.</exception>
    public T OneOf<T>(string key, T? fallback = null) where T : struct, Enum =>
        Find(key) is { } value ? Enum.GetValues<T>()[value.IndexIn(Enum.GetNames<T>(), key)] : fallback ?? throw Missing(key);

    /// <summary>The keys of an object whose names are the writer's own, in order. Notes all of them as known.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            foreach (Member member in members)
            {
                Has(member.Key);
            }

            return [.. members.Select(member => member.Key)];
        }
    }

    /// <summary>The value of a key, to be read further; null where it is not given.</summary>
    public Settings? Child(string key) => Find(key);

    /// <summary>The value of a key that must be there.</summary>
    /// <exception cref="SettingsException">It is missing.</exception>
    public Settings Required(string key) => Find(key) ?? throw Missing(key);

    /// <summary>The values of a list that must be there (ask <see cref="Has"/> first for one that need not).</summary>
    /// <exception cref="SettingsException">It is missing, or no list.</exception>
    public IReadOnlyList<Settings> List(string key) =>
        Required(key) is var value && value.kind == JsonValueKind.Array ? value.items : throw value.Wrong(Quote(key), "a list");

    /// <summary>The end of each reader: refuses the first key that nobody asked for.</summary>
    /// <exception cref="SettingsException">There is one; the message has the nearest known key and all of them.</exception>
    public void RefuseUnknown()
    {
        if (!ReadsAsObject) throw Wrong(Label, "an object");
        if (members.FirstOrDefault(m => !known.Contains(m.Key)) is { } stray)
            throw stray.Place.Error($"unknown key {Quote(stray.Key)} {Where}.{Meant(stray.Key, known)} Known: {Listed(known)}.");
    }

    /// <summary>An error at this value, or at a key's value where that is given, for rules that only the reader knows.</summary>
    /// <param name="problem">The rule, what was received, the way out.</param>
    /// <param name="key">The key that is to blame; one that was not given blames the whole.</param>
    /// <param name="cause">The exception that this one explains, if any.</param>
    public SettingsException Error(string problem, string? key = null, Exception? cause = null) =>
        ((key is null ? null : Given(key)?.Value) ?? this).place.Error(problem, cause);

    internal SettingsException UnknownType(IEnumerable<string> types) =>
        Error($"unknown type {Quote(Type)}{(Path == "" ? "" : $" at {Path}")}.{Meant(Type, types)} Known: {Listed(types)}.", "type");

    static string Listed(IEnumerable<string> words) => string.Join(", ", words) is { Length: > 0 } list ? list : "none";

    static string Meant(string word, IEnumerable<string> words) =>
        NearestWord.Find(word, words) is { } near ? $" Did you mean {Quote(near)}?" : "";

    static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Shortened(text))}\"";

    static string Shortened(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "...";

    static string Between(string what, string? min, string? max) => (min, max) switch
    {
        (null, null) => what,
        (_, null) => $"{what} of at least {min}",
        (null, _) => $"{what} of at most {max}",
        _ => $"{what} from {min} to {max}",
    };

    Member? Given(string key) => members.FirstOrDefault(m => m.Key == key);

    Settings? Find(string key)
    {
        if (!known.Contains(key)) known.Add(key);
        if (!ReadsAsObject) throw Wrong(Label, "an object");
        return Given(key)?.Value is { kind: not JsonValueKind.Null } value ? value : null;
    }

    int AsInt(string name, int min, int max) =>
        AsReal<double>() is { } number && double.IsInteger(number) && number >= min && number <= max
            ? (int)number
            : throw Wrong(Quote(name), Between("a whole number",
                min == int.MinValue ? null : min.ToString(CultureInfo.InvariantCulture),
                max == int.MaxValue ? null : max.ToString(CultureInfo.InvariantCulture)));

    T Real<T>(string key, T? fallback, T min, T max) where T : struct, IBinaryFloatingPointIeee754<T> => Find(key) switch
    {
        null => fallback ?? throw Missing(key),
        { } value when value.AsReal<T>() is { } number && T.IsFinite(number) && number >= min && number <= max => number,
        { } other => throw other.Wrong(Quote(key), Between(other.kind == JsonValueKind.Number ? "a finite number" : "a number",
            T.IsFinite(min) ? min.ToString(null, CultureInfo.InvariantCulture) : null,
            T.IsFinite(max) ? max.ToString(null, CultureInfo.InvariantCulture) : null)),
    };

    T? AsReal<T>() where T : struct, IBinaryFloatingPointIeee754<T> =>
        kind == JsonValueKind.Number ? T.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    int IndexIn(IReadOnlyList<string> words, string key)
    {
        for (int i = 0; kind == JsonValueKind.String && i < words.Count; i++)
            if (words[i].Equals(text, StringComparison.OrdinalIgnoreCase)) return i;
        throw place.Error($"{Quote(key)} must be one of {Listed(words)}, received {Received}."
            + (kind == JsonValueKind.String ? Meant(text, words) : ""));
    }

    SettingsException Wrong(string name, string rule) => place.Error($"{name} must be {rule}, received {Received}.");

    // A slip in a required key is found here, before RefuseUnknown; keys still to be asked for are not known yet, so this only asks.
    SettingsException Missing(string key)
    {
        string? slip = NearestWord.Find(key, members.Select(m => m.Key).Except(known));
        return slip is null
            ? place.Error($"{Quote(key)} is missing {Where}.")
            : Given(slip)!.Place.Error($"{Quote(key)} is missing {Where}. Is {Quote(slip)} a slip for it?");
    }

    string PathOf(string key) => Path == "" ? key : $"{Path}.{key}";

    Settings Edited(ReadOnlySpan<string> steps, Edit edit) => kind switch
    {
        _ when steps.IsEmpty => edit.ValueAt(Path),
        JsonValueKind.Array => EditedList(steps, edit),
        JsonValueKind.Object or JsonValueKind.String => EditedObject(steps, edit),
        _ => throw edit.Error($"{Label} is {Received}, there is no {Quote(steps[0])} in it."),
    };

    Settings EditedList(ReadOnlySpan<string> steps, Edit edit)
    {
        if (!int.TryParse(steps[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= items.Count)
            throw edit.Error($"{Label} is a list of {items.Count}, it has no [{steps[0]}]."
                + (items.Count == 0 ? "" : $" Known: 0 to {items.Count - 1}."));
        Settings changed = items[index].Edited(steps[1..], edit);
        return new(place, Path, kind, items: [.. items.Select((item, i) => i == index ? changed : item)]);
    }

    Settings EditedObject(ReadOnlySpan<string> steps, Edit edit)
    {
        string key = steps[0];
        if (Given(key) is { } member)
        {
            Member changed = member with { Value = member.Value.Edited(steps[1..], edit) };
            return new(place, Path, JsonValueKind.Object, members: [.. members.Select(m => m == member ? changed : m)]);
        }
        if (steps.Length == 1)
            return new(place, Path, JsonValueKind.Object, members: [.. members, new(key, edit.Place, edit.ValueAt(PathOf(key)))]);
        var keys = members.Select(m => m.Key);
        throw edit.Error($"there is no {Quote(key)} {Where} of {edit.Target}.{Meant(key, keys)} Known: {Listed(keys)}.");
    }

    readonly record struct Place(string File, int Line, int Column)
    {
        public SettingsException Error(string problem, Exception? cause = null) => new(File, Line, Column, problem, cause);
    }

    sealed record Member(string Key, Place Place, Settings Value);

    /// <summary>One <c>--set</c>: its own text is its place.</summary>
    sealed class Edit(string argument, string target, string value)
    {
        public Place Place => new(argument, 0, 0);

        public string Target => target;

        public SettingsException Error(string problem) => Place.Error(problem);

        public Settings ValueAt(string path)
        {
            try
            {
                return new Source(argument, Encoding.UTF8.GetBytes(value), hasLines: false).Read(path, default);
            }
            catch (JsonException)
            {
                return new(Place, path, JsonValueKind.String, value);
            }
        }
    }

    /// <summary>Text on its way to a tree. It counts lines as it goes, so places must be asked for in order.</summary>
    sealed class Source(string file, byte[] utf8, bool hasLines = true)
    {
        int position, line = 1, column = 1;

        public Settings Read(string path, JsonReaderOptions options)
        {
            var reader = new Utf8JsonReader(utf8, options);
            reader.Read();
            Settings root = Value(ref reader, path);
            reader.Read(); // throws where anything follows
            return root;
        }

        /// <summary>The place of a byte, by its 0-based line and byte in the line.</summary>
        public Place At(long lineIndex, long byteInLine)
        {
            int start = 0;
            for (; lineIndex > 0; lineIndex--) start += 1 + utf8.AsSpan(start).IndexOf((byte)'\n');
            (position, line, column) = (0, 1, 1);
            return At(start + byteInLine);
        }

        Place At(long offset)
        {
            if (!hasLines) return new(file, 0, 0);
            for (; position < offset; position++)
            {
                if (utf8[position] == '\n') (line, column) = (line + 1, 1);
                else if ((utf8[position] & 0xC0) != 0x80) column++; // a continuation byte belongs to the character before it
            }
            return new(file, line, column);
        }

        Settings Value(ref Utf8JsonReader reader, string path)
        {
            Place place = At(reader.TokenStartIndex);
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

        List<Member> Members(ref Utf8JsonReader reader, string path)
        {
            List<Member> members = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                Place place = At(reader.TokenStartIndex);
                string key = Unescaped(ref reader, place);
                if (members.Exists(m => m.Key == key)) throw place.Error($"{Quote(key)} is given twice. Keep one.");
                reader.Read();
                members.Add(new(key, place, Value(ref reader, path == "" ? key : $"{path}.{key}")));
            }
            return members;
        }

        List<Settings> Items(ref Utf8JsonReader reader, string path)
        {
            List<Settings> items = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                items.Add(Value(ref reader, $"{path}[{items.Count}]"));
            return items;
        }

        static string Unescaped(ref Utf8JsonReader reader, Place place)
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
}
