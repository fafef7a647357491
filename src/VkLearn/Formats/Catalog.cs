using System.Collections.Concurrent;

namespace VkLearn.Formats;

/// <summary>
/// What a scene can name by <c>"type"</c>: each layer, optimiser or data set adds itself by a <c>[ModuleInitializer]</c> in its own
/// file, so that no list is edited. Safe from any thread.
/// </summary>
/// <typeparam name="T">What is made: <c>Layer</c>, <c>Optimizer</c>, ...</typeparam>
public static class Catalog<T>
{
    static readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    static readonly ConcurrentQueue<Action<Settings, T>> forAll = [];

    static Catalog() => Catalogs.Add(Name, () => [.. entries.Keys.Order(StringComparer.Ordinal)
        .Select(type => new CatalogEntry(type, entries[type].About, settings => ReadAll(entries[type].Read, settings)!))]);

    static string Name => typeof(T).Name;

    /// <inheritdoc cref="Add(string, string, Func{Settings, T})"/>
    public static void Add(string type, Func<Settings, T> read) => Add(type, "", read);

    /// <summary>Adds a type.</summary>
    /// <param name="type">The name in scenes.</param>
    /// <param name="about">What it is, in a sentence, for <c>vklearn list</c>.</param>
    /// <param name="read">Makes one from its settings. What its constructor refuses by an <see cref="ArgumentException"/> is reported
    /// with the place in the file.</param>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public static void Add(string type, string about, Func<Settings, T> read)
    {
        if (!entries.TryAdd(type, new(about, read)))
            throw new InvalidOperationException($"\"{type}\" is already in the catalogue of {Name}. Give one of the two another name.");
    }

    /// <summary>Adds settings that each type of it has beside its own, such as a layer's <c>"frozen"</c>.</summary>
    public static void AddForAll(Action<Settings, T> read) => forAll.Enqueue(read);

    /// <summary>Makes what the settings name, having read all their keys.</summary>
    /// <exception cref="SettingsException">Unknown type or key, wrong or missing value, or refused by the constructor.</exception>
    public static T Read(Settings settings) => settings.ReadAsType(Name, ReadType);

    static T ReadType(Settings settings)
    {
        string type = settings.Type;
        if (!entries.TryGetValue(type, out Entry? entry))
            throw settings.UnknownType(entries.Keys.Order(StringComparer.Ordinal));
        T made = Make(type, entry.Read, settings);
        settings.RefuseUnknown();
        SettingsSource.Note(made!, settings);
        return made;
    }

    static T Make(string type, Func<Settings, T> read, Settings settings)
    {
        try
        {
            return ReadAll(read, settings);
        }
        catch (ArgumentException refused)
        {
            string rule = WithoutParameter(refused);
            throw settings.Error(rule.StartsWith(type, StringComparison.Ordinal) ? rule : $"{type}: {rule}", refused.ParamName, refused);
        }
    }

    static T ReadAll(Func<Settings, T> read, Settings settings)
    {
        T made = read(settings);
        foreach (Action<Settings, T> readAlso in forAll)
        {
            readAlso(settings, made);
        }

        return made;
    }

    // .NET appends the parameter, and an out-of-range value on a line of its own; the place in the file says both.
    static string WithoutParameter(ArgumentException refused)
    {
        int end = refused.Message.IndexOf($" (Parameter '{refused.ParamName}')", StringComparison.Ordinal);
        return end < 0 ? refused.Message : refused.Message[..end];
    }

    sealed record Entry(string About, Func<Settings, T> Read);
}
