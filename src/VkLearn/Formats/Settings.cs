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
    readonly SettingsValue value;
    readonly IReadOnlyList<SettingsMember> members; // a string's is its type
    readonly Dictionary<SettingsValue, Settings> parts = [];
    readonly List<Question> asked = []; // in order
    bool isReadAsType;

    Settings(SettingsValue value)
    {
        this.value = value;
        members = value.Kind == JsonValueKind.String ? [new("type", value.Place, value)] : value.Members;
    }

    /// <summary>The file as the user named it, or the <c>--set path=value</c> that gave this value.</summary>
    public string File => value.Place.File;

    /// <summary>From 1; 0 for a value that came by <c>--set</c>.</summary>
    public int Line => value.Place.Line;

    /// <summary>From 1, in characters; 0 for a value that came by <c>--set</c>.</summary>
    public int Column => value.Place.Column;

    /// <summary>Where in the tree: <c>model.layers[1].out</c>; empty for the whole file.</summary>
    public string Path => value.Path;

    /// <summary>What this is: its <c>"type"</c>, or itself where it is a bare string.</summary>
    /// <exception cref="SettingsException">There is none.</exception>
    public string Type => value.Kind is JsonValueKind.Object or JsonValueKind.String
        ? Text("type")
        : throw value.Wrong(value.Label, "an object or the name of a type");

    /// <summary>All that was asked so far.</summary>
    internal IReadOnlyList<Question> Asked => asked;

    /// <summary>What its type was looked up in; null where nobody did.</summary>
    internal string? Catalog { get; private set; }

    /// <summary>Whether a number was thought of where an object could be as well.</summary>
    internal bool IsAskedForNumber { get; private set; }

    /// <summary>Whether its keys are names of the writer's own.</summary>
    internal bool IsAskedForKeys { get; private set; }

    // A string is an object only to a reader that asks for its type: "training": "fast" is a mistake.
    bool ReadsAsObject => value.Kind == JsonValueKind.Object || (value.Kind == JsonValueKind.String && Known.Contains("type"));

    IEnumerable<string> Known => asked.Select(question => question.Key).Distinct();

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
    public static Settings Parse(string file, ReadOnlySpan<byte> utf8) => new(SettingsText.ReadFile(file, utf8));

    /// <summary>
    /// These settings with one value changed, for <c>--set path=value</c>. The last key may be new to its object; it is then checked as any
    /// other.
    /// </summary>
    /// <param name="path"><c>training.batch</c>, <c>model.layers[0].out</c> or <c>model.layers.0.out</c>.</param>
    /// <param name="value">JSON; what is not JSON is a text.</param>
    /// <exception cref="SettingsException">The path meets nothing.</exception>
    public Settings With(string path, string value) => new(new SettingsEdit(path, value, File).Apply(this.value));

    /// <summary>A value by its path, as JSON on one line; null where there is none.</summary>
    /// <param name="path">As <see cref="With"/> takes it.</param>
    public string? At(string path) => SettingsEdit.StepsOf(path).Aggregate((SettingsValue?)value, (at, step) => at?.Find(step) is { } member
        ? member.Value : at is not null && int.TryParse(step, out int index) ? at.Items.ElementAtOrDefault(index) : null) is { } found
        ? ToJson(found.Write) : null;

    /// <summary>As JSON on one line, with what was changed, without comments; numbers as they were written.</summary>
    public string ToJson() => ToJson(value.Write);

    /// <summary>As JSON of several lines, with the fallbacks of what was asked for and not given.</summary>
    public string ToJsonWithDefaults() => ToJson(WriteWithDefaults, isIndented: true);

    /// <summary>Whether this is a number, where an object could be as well.</summary>
    public bool IsNumber
    {
        get
        {
            IsAskedForNumber = true;
            return value.Kind == JsonValueKind.Number;
        }
    }

    /// <summary>Whether a key is there and not null. Notes it as known.</summary>
    public bool Has(string key) => Find(new(key, QuestionKind.Given)) is not null;

    /// <summary>A whole number; <c>1e3</c> is one.</summary>
    /// <exception cref="SettingsException">Something else, out of bounds, or missing without a fallback.</exception>
    public int Int(string key, int? fallback = null, int min = int.MinValue, int max = int.MaxValue) =>
        Find(new(key, QuestionKind.Whole, fallback?.ToString(CultureInfo.InvariantCulture), Bound(min), Bound(max))) is { } given
            ? given.Int(key, min, max) : fallback ?? throw Missing(key);

    /// <summary>A list of whole numbers, such as a shape.</summary>
    /// <exception cref="SettingsException">Something else, out of bounds, or missing without a fallback.</exception>
    public int[] Ints(string key, int[]? fallback = null, int min = int.MinValue, int max = int.MaxValue) =>
        Items(new(key, QuestionKind.Wholes, fallback is null ? null : Json(fallback), Bound(min), Bound(max))) is { } items
            ? [.. items.Select((item, i) => item.Int($"{key}[{i}]", min, max))] : fallback ?? throw Missing(key);

    /// <summary>A list of finite numbers that must be there, each rounded once to single precision.</summary>
    /// <exception cref="SettingsException">Something else, or missing.</exception>
    public float[] Floats(string key) =>
        [.. (Items(new(key, QuestionKind.Numbers)) ?? throw Missing(key)).Select((item, i) => item.Real<float>() is { } number
            && float.IsFinite(number) ? number : throw item.Wrong(SettingsWords.Quote($"{key}[{i}]"), "a finite number"))];

    /// <summary>A finite number.</summary>
    /// <exception cref="SettingsException">Something else, out of bounds, or missing without a fallback.</exception>
    public double Number(string key, double? fallback = null, double min = double.NegativeInfinity, double max = double.PositiveInfinity) =>
        Find(new(key, QuestionKind.Number, fallback?.ToString(CultureInfo.InvariantCulture), Bound(min), Bound(max))) is { } given
            ? given.Finite(key, min, max) : fallback ?? throw Missing(key);

    /// <summary>A finite number, rounded once to single precision.</summary>
    /// <exception cref="SettingsException">Something else, out of bounds, or missing without a fallback.</exception>
    public float Float(string key, float? fallback = null, float min = float.NegativeInfinity, float max = float.PositiveInfinity) =>
        Find(new(key, QuestionKind.Number, fallback?.ToString(CultureInfo.InvariantCulture), Bound(min), Bound(max))) is { } given
            ? given.Finite(key, min, max) : fallback ?? throw Missing(key);

    /// <summary>True or false.</summary>
    /// <exception cref="SettingsException">Something else, or missing without a fallback.</exception>
    public bool Flag(string key, bool? fallback = null) =>
        Find(new(key, QuestionKind.Flag, fallback is { } flag ? flag ? "true" : "false" : null)) is { } given
            ? given.Flag(key) : fallback ?? throw Missing(key);

    /// <summary>A text.</summary>
    /// <exception cref="SettingsException">Something else, or missing without a fallback.</exception>
    public string Text(string key, string? fallback = null) =>
        Find(new(key, QuestionKind.Text, fallback is null ? null : Json(fallback))) is { } given
            ? given.String(key) : fallback ?? throw Missing(key);

    /// <summary>A file or folder: where it is relative, that beside the scene's file if there is one, else in the working folder.</summary>
    /// <exception cref="SettingsException">Something else, or missing without a fallback.</exception>
    public string FilePath(string key, string? fallback = null)
    {
        if (Find(new(key, QuestionKind.Path, fallback is null ? null : Json(fallback))) is not { } given)
            return fallback ?? throw Missing(key);
        string path = given.String(key), beside = System.IO.Path.Combine(FolderOf(given.Place), path);
        return System.IO.File.Exists(beside) || Directory.Exists(beside) ? beside : path;
    }

    /// <summary>A name or a list of names, such as columns; numbers are names, too. Null where the key is not given.</summary>
    /// <exception cref="SettingsException">Something else.</exception>
    public string[]? Names(string key)
    {
        return !Has(key) || Find(new(key, QuestionKind.Names)) is not { } given ? null
            : given.Kind == JsonValueKind.Array ? [.. given.Items.Select(Name)] : [Name(given)];

        string Name(SettingsValue one) => one.Kind is JsonValueKind.String or JsonValueKind.Number ? one.Text
            : throw one.Wrong(SettingsWords.Quote(key), "a name, or a list of names");
    }

    /// <summary>One of some words, in any case; returned as it stands in <paramref name="words"/>.</summary>
    /// <exception cref="SettingsException">Another word, or missing without a fallback.</exception>
    public string OneOf(string key, IReadOnlyList<string> words, string? fallback = null) =>
        Find(new(key, QuestionKind.Choice, fallback is null ? null : Json(fallback), Choices: words)) is { } given
            ? words[given.IndexIn(words, key)] : fallback ?? throw Missing(key);

    /// <summary>One of an enum's names, in any case.</summary>
    /// <exception cref="SettingsException">Another word, or missing without a fallback.</exception>
    public T OneOf<T>(string key, T? fallback = null) where T : struct, Enum =>
        Find(new(key, QuestionKind.Choice, fallback is { } name ? Json($"{name}") : null, Choices: Enum.GetNames<T>())) is { } given
            ? Enum.GetValues<T>()[given.IndexIn(Enum.GetNames<T>(), key)] : fallback ?? throw Missing(key);

    /// <summary>The keys of an object whose names are the writer's own, in order. Notes all of them as known.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            IsAskedForKeys = true;
            return [.. members.Select(member => member.Key).Where(key => Find(new(key, QuestionKind.Given)) is not null)];
        }
    }

    /// <summary>The value of a key, to be read further; null where it is not given.</summary>
    public Settings? Child(string key) => Find(new(key, QuestionKind.Given)) is { } given ? PartOf(given) : null;

    /// <summary>The value of a key that must be there.</summary>
    /// <exception cref="SettingsException">It is missing.</exception>
    public Settings Required(string key) => PartOf(Find(new(key, QuestionKind.Needed)) ?? throw Missing(key));

    /// <summary>The values of a list that must be there (ask <see cref="Has"/> first for one that need not).</summary>
    /// <exception cref="SettingsException">It is missing, or no list.</exception>
    public IReadOnlyList<Settings> List(string key) =>
        [.. (Items(new(key, QuestionKind.List)) ?? throw Missing(key)).Select(PartOf)];

    /// <summary>The end of each reader: refuses the first key that nobody asked for.</summary>
    /// <exception cref="SettingsException">There is one; the message has the nearest known key and all of them.</exception>
    public void RefuseUnknown()
    {
        if (!ReadsAsObject) throw value.Wrong(value.Label, "an object");
        if (members.FirstOrDefault(m => !Known.Contains(m.Key)) is { } stray)
            throw stray.Place.Error($"unknown key {SettingsWords.Quote(stray.Key)} {value.Where}.{SettingsWords.Meant(stray.Key, Known)} "
                + $"Known: {SettingsWords.Listed(Known)}.");
    }

    /// <summary>An error at this value, or at a key's value where that is given, for rules that only the reader knows.</summary>
    /// <param name="problem">The rule, what was received, the way out.</param>
    /// <param name="key">The key that is to blame; one that was not given blames the whole.</param>
    /// <param name="cause">The exception that this one explains, if any.</param>
    public SettingsException Error(string problem, string? key = null, Exception? cause = null) =>
        ((key is null ? null : Given(key)?.Value) ?? value).Place.Error(problem, cause);

    /// <summary>Has what is named by <c>"type"</c> read; what is asked meanwhile is a matter of the type's.</summary>
    internal T ReadAsType<T>(string catalog, Func<Settings, T> read)
    {
        Catalog = catalog;
        (bool before, isReadAsType) = (isReadAsType, true);
        try
        {
            return read(this);
        }
        finally
        {
            isReadAsType = before;
        }
    }

    internal SettingsException UnknownType(IEnumerable<string> types) =>
        Error($"unknown type {SettingsWords.Quote(Type)}{(Path == "" ? "" : $" at {Path}")}.{SettingsWords.Meant(Type, types)} "
            + $"Known: {SettingsWords.Listed(types)}.", "type");

    /// <summary>What was read of a key's value, and of its items; empty for what was not.</summary>
    internal IEnumerable<Settings> PartsOf(string key) => Given(key)?.Value is not { } given ? []
        : ((SettingsValue[])[given, .. given.Items]).Select(part => parts.GetValueOrDefault(part)).OfType<Settings>();

    /// <summary>Keys that have a value.</summary>
    /// <param name="json">As a reader's fallback is noted.</param>
    internal IEnumerable<string> KeysOf(string json) => members
        .Where(m => (m.Value.Kind == JsonValueKind.String ? Json(m.Value.Text) : m.Value.Text) == json).Select(m => m.Key);

    // A --set is of who types it, in the working folder.
    static string FolderOf(SettingsPlace place) => place.Line == 0 ? "" : System.IO.Path.GetDirectoryName(place.File) ?? "";

    SettingsMember? Given(string key) => members.FirstOrDefault(m => m.Key == key);

    Settings PartOf(SettingsValue given) => parts.TryGetValue(given, out Settings? part) ? part : parts[given] = new(given);

    SettingsValue? Find(Question question)
    {
        if (!asked.Exists(q => q.Key == question.Key && q.Kind == question.Kind)) asked.Add(question with { IsOfType = isReadAsType });
        if (!ReadsAsObject) throw value.Wrong(value.Label, "an object");
        return Given(question.Key)?.Value is { Kind: not JsonValueKind.Null } given ? given : null;
    }

    IReadOnlyList<SettingsValue>? Items(Question question) => Find(question) switch
    {
        null => null,
        { Kind: JsonValueKind.Array } list => list.Items,
        { } other => throw other.Wrong(SettingsWords.Quote(question.Key), "a list"),
    };

    // A slip in a required key is found here, before RefuseUnknown; keys still to be asked for are not known yet, so this only asks.
    SettingsException Missing(string key)
    {
        string? slip = NearestWord.Find(key, members.Select(m => m.Key).Except(Known));
        return slip is null
            ? value.Place.Error($"{SettingsWords.Quote(key)} is missing {value.Where}.")
            : Given(slip)!.Place.Error(
                $"{SettingsWords.Quote(key)} is missing {value.Where}. Is {SettingsWords.Quote(slip)} a slip for it?");
    }

    void WriteWithDefaults(Utf8JsonWriter writer)
    {
        Question[] missed = [.. asked.Where(question => question.Fallback is not null && Given(question.Key) is null)];
        if (value.Kind != JsonValueKind.Object && missed.Length == 0)
        {
            value.Write(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (SettingsMember member in members)
        {
            writer.WritePropertyName(member.Key);
            WriteWithDefaults(writer, member.Value);
        }

        foreach (Question question in missed)
        {
            writer.WritePropertyName(question.Key);
            writer.WriteRawValue(question.Fallback!);
        }

        writer.WriteEndObject();
    }

    void WriteWithDefaults(Utf8JsonWriter writer, SettingsValue part)
    {
        if (part == value) // a bare string is its own type
        {
            value.Write(writer);
        }
        else if (part.Kind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (SettingsValue item in part.Items) WriteWithDefaults(writer, item);
            writer.WriteEndArray();
        }
        else
        {
            PartOf(part).WriteWithDefaults(writer);
        }
    }

    static string ToJson(Action<Utf8JsonWriter> write, bool isIndented = false)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = isIndented }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }

    static string Json(int[] numbers) => $"[{string.Join(", ", numbers)}]";

    static string Json(string text) => ToJson(writer => writer.WriteStringValue(text));

    static string? Bound(int bound) => bound is int.MinValue or int.MaxValue ? null : bound.ToString(CultureInfo.InvariantCulture);

    static string? Bound<T>(T bound) where T : IFloatingPointIeee754<T> =>
        T.IsFinite(bound) ? bound.ToString(null, CultureInfo.InvariantCulture) : null;
}
