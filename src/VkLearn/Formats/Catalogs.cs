using System.Collections.Concurrent;

namespace VkLearn.Formats;

/// <summary>All catalogues by the name of what they make, for who lists them: <see cref="Catalog{T}"/> puts itself here.</summary>
static class Catalogs
{
    static readonly ConcurrentDictionary<string, Func<IReadOnlyList<CatalogEntry>>> catalogs = new(StringComparer.Ordinal);

    public static void Add(string name, Func<IReadOnlyList<CatalogEntry>> entries) => catalogs[name] = entries;

    /// <summary>In ordinal order; empty where there is no such catalogue.</summary>
    public static IReadOnlyList<CatalogEntry> Of(string name) => catalogs.TryGetValue(name, out var entries) ? entries() : [];
}

/// <summary>A type of a catalogue.</summary>
/// <param name="About">A sentence; empty where none was given.</param>
/// <param name="Read">Makes one.</param>
sealed record CatalogEntry(string Type, string About, Func<Settings, object> Read);
