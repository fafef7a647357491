using System.Runtime.CompilerServices;

namespace VkLearn.Formats;

/// <summary>Where in a file things were read that a <see cref="Catalog{T}"/> made, for what turns out later to be wrong with them.
/// </summary>
public static class SettingsSource
{
    static readonly ConditionalWeakTable<object, Settings> places = [];

    /// <summary>The place of a thing; null where it was not read from a file.</summary>
    public static Settings? Of(object thing) => places.TryGetValue(thing, out Settings? place) ? place : null;

    internal static void Note(object thing, Settings place) => places.AddOrUpdate(thing, place);
}
