using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VkLearn.Formats;

/// <summary>
/// Finds out what a reader of settings understands, from the reader itself: has it read a sample, gives it what it asked for and did not
/// get, and so on until nothing is missing; then the same with each key that it can do without. So no list of keys is kept beside the code
/// that reads them. What a reader refuses for other reasons ends a try; what it asked until then counts.
/// </summary>
/// <param name="read">The reader; what it returns is kept as <see cref="Made"/>.</param>
public sealed class SettingsProbe(Func<Settings, object?> read)
{
    const int MostTries = 200, Deepest = 4;

    [ThreadStatic] static List<string>? sampled; // catalogues that a sample is being made of: a Sequential is of layers

    readonly SettingNote notes = new();
    int kind; // which of two samples: a fallback that differs between them is another key's value

    /// <summary>What the reader made of its sample; null where it made nothing.</summary>
    public object? Made { get; private set; }

    /// <summary>All keys that the reader knows, in the order in which it asks for them.</summary>
    public IReadOnlyList<Setting> Explore()
    {
        Made = ExploreAll();
        kind = 1;
        ExploreAll();
        return notes.Settings();
    }

    object? ExploreAll()
    {
        JsonObject sample = [];
        object? made = Complete(sample);
        HashSet<string> explored = [];
        while (notes.Unexplored(Deepest).FirstOrDefault(note => explored.Add(string.Join('/', note.Path))) is { } note)
        {
            Explore(sample, note.Path, new JsonObject());
            if (note.IsAskedForNumber) Explore(sample, note.Path, JsonValue.Create(1));
            if (note.AreKeysFree) Explore(sample, note.Path, new JsonObject { ["name"] = new JsonObject() });
        }

        return made;
    }

    /// <summary>A sample of a type that a catalogue can make; null where there is none.</summary>
    /// <param name="nth">Which of them, where there are so many.</param>
    static JsonNode? SampleOf(string catalog, int nth)
    {
        sampled ??= [];
        if (sampled.Contains(catalog) && sampled.Count > Deepest) return null;
        sampled.Add(catalog);
        try
        {
            JsonObject? good = null;
            foreach (CatalogEntry entry in Catalogs.Of(catalog))
            {
                JsonObject sample = [];
                if (new SettingsProbe(entry.Read).Complete(sample) is null) continue;
                sample.Insert(0, "type", entry.Type);
                good = sample;
                if (nth-- == 0) break;
            }

            return good;
        }
        finally
        {
            sampled.RemoveAt(sampled.Count - 1);
        }
    }

    /// <summary>Adds to a sample what the reader misses.</summary>
    /// <returns>What was made of it in the end; null for nothing.</returns>
    object? Complete(JsonObject sample)
    {
        object? made;
        Settings settings;
        int tries = 0;
        do
        {
            settings = Settings.Parse("sample", Encoding.UTF8.GetBytes(sample.ToJsonString()));
            made = Try(settings);
            notes.Add(settings);
        }
        while (made is null && ++tries < MostTries && (Mend(settings, sample) || GiveLast(settings, sample)));
        return made;
    }

    object? Try(Settings settings)
    {
        try
        {
            return read(settings);
        }
        catch (Exception) // a sample is no scene: whatever a reader of anyone's says to it is no fault
        {
            return null;
        }
    }

    /// <summary>Changes the first thing that is not as it was asked for.</summary>
    /// <returns>Whether there was one.</returns>
    bool Mend(Settings settings, JsonObject sample)
    {
        foreach (Question question in settings.Asked.GroupBy(q => q.Key).Select(of => of.LastOrDefault(Says) ?? of.Last()))
        {
            JsonNode? given = sample[question.Key];
            if (given is null ? question is { Fallback: null, Kind: not QuestionKind.Given } : !Fits(given, question))
            {
                sample[question.Key] = SampleOf(question);
                return true;
            }

            JsonNode?[] nodes = given is JsonArray array ? [.. array] : [given];
            foreach ((JsonNode? node, Settings part) in nodes.Zip(settings.PartsOf(question.Key).TakeLast(nodes.Length)))
            {
                if (node is JsonObject inner && (MendType(part, inner) || Mend(part, inner))) return true;
            }
        }

        return false;
    }

    /// <summary>Gives what a catalogue was asked for a type of that catalogue.</summary>
    bool MendType(Settings part, JsonObject sample)
    {
        if (part.Catalog is not { } catalog
            || (sample["type"] is JsonValue type && Catalogs.Of(catalog).Any(entry => entry.Type == type.ToString()))
            || SampleOf(catalog, kind) is not JsonObject good) return false;
        foreach ((string key, JsonNode? value) in good) sample[key] = value?.DeepClone();
        return true;
    }

    /// <summary>Gives what was asked for last: where a reader goes no further, it is that which it cannot do without.</summary>
    static bool GiveLast(Settings settings, JsonObject sample)
    {
        if (settings.Asked is not [.., { Kind: QuestionKind.Given, Key: var key }] || sample[key] is not null) return false;
        sample[key] = new JsonObject();
        return true;
    }

    void Explore(JsonObject sample, IReadOnlyList<string> path, JsonNode value)
    {
        JsonObject variant = (JsonObject)sample.DeepClone(), at = variant;
        for (int i = 0; i < path.Count - 1; i++)
        {
            // What holds it is optional itself, or a list of objects.
            if ((at[path[i]] is JsonArray { Count: > 0 } list ? list[0] : at[path[i]]) is not JsonObject inner)
            {
                inner = [];
                at[path[i]] = notes.At([.. path.Take(i + 1)]).IsList ? new JsonArray(inner) : inner;
            }

            at = inner;
        }

        at[path[^1]] = value;
        Complete(variant);
    }

    JsonNode SampleOf(Question question) => question.Kind switch
    {
        QuestionKind.Whole => Whole(question),
        QuestionKind.Wholes => new JsonArray(Whole(question), Whole(question)),
        QuestionKind.Number => Number(question),
        QuestionKind.Numbers => new JsonArray(JsonValue.Create(1)),
        QuestionKind.Flag => JsonValue.Create(false),
        QuestionKind.Text or QuestionKind.Path => JsonValue.Create(kind == 0 ? "text" : "other"),
        QuestionKind.Choice => JsonValue.Create(question.Choices![kind % question.Choices.Count]),
        QuestionKind.Names => new JsonArray(JsonValue.Create("name")),
        QuestionKind.List => new JsonArray(new JsonObject()),
        _ => new JsonObject(),
    };

    JsonNode Whole(Question question)
    {
        int min = question.Min is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        int max = question.Max is { } most ? int.Parse(most, CultureInfo.InvariantCulture) : int.MaxValue;
        return JsonValue.Create(Math.Min(Math.Max(min, 1 + kind), max));
    }

    JsonNode Number(Question question)
    {
        double min = question.Min is { } low ? double.Parse(low, CultureInfo.InvariantCulture) : 0;
        double max = question.Max is { } high ? double.Parse(high, CultureInfo.InvariantCulture) : double.MaxValue;
        double wanted = kind == 0 ? 0.5 : 0.25;
        return JsonValue.Create(wanted >= min && wanted <= max ? wanted : min);
    }

    static bool Says(Question question) => question.Kind is not (QuestionKind.Given or QuestionKind.Needed);

    static bool Fits(JsonNode given, Question question) => question.Kind switch
    {
        QuestionKind.Given or QuestionKind.Needed => true,
        QuestionKind.Names => given.GetValueKind() is JsonValueKind.Array or JsonValueKind.String,
        QuestionKind.List => given is JsonArray,
        QuestionKind.Wholes or QuestionKind.Numbers => given is JsonArray { Count: > 0 } list
            && list[0]?.GetValueKind() is JsonValueKind.Number,
        QuestionKind.Whole or QuestionKind.Number => given.GetValueKind() is JsonValueKind.Number,
        QuestionKind.Flag => given.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        QuestionKind.Choice => given.GetValueKind() is JsonValueKind.String
            && question.Choices!.Contains(given.ToString(), StringComparer.OrdinalIgnoreCase),
        _ => given.GetValueKind() is JsonValueKind.String, // a text, or a path
    };
}
