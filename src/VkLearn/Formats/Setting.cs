namespace VkLearn.Formats;

/// <summary>A key of a scene, as its reader asks for it.</summary>
/// <param name="Key">What it is called.</param>
/// <param name="Kind">What it is: "a whole number from 1 to 64".</param>
/// <param name="Default">What is taken where it is not given, as JSON or as another key's name; null where there is none.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Parts">The keys of an object, or of each object of a list.</param>
public sealed record Setting(string Key, string Kind, string? Default, bool IsRequired, IReadOnlyList<Setting> Parts);

/// <summary>What a scene can name by <c>"type"</c>.</summary>
/// <param name="Name">Its type.</param>
/// <param name="About">What it is, in a sentence; empty where none was given.</param>
/// <param name="Settings">Its keys.</param>
/// <param name="Made">One of them, made from sample settings; null where none could be made.</param>
public sealed record SettingType(string Name, string About, IReadOnlyList<Setting> Settings, object? Made)
{
    /// <summary>All types of a catalogue, such as <c>Layer</c>, in ordinal order.</summary>
    public static IReadOnlyList<SettingType> Of(string catalog) => [.. Catalogs.Of(catalog).Select(entry =>
    {
        SettingsProbe probe = new(settings => entry.Read(settings));
        return new SettingType(entry.Type, entry.About, probe.Explore(), probe.Made);
    })];
}
