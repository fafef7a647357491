using System.Reflection;
using VkLearn.Formats;

namespace VkLearn.Engine;

/// <summary>The scenes that come with VkLearn (scenes/*.json), embedded, so that they are there in any folder.</summary>
public static class BuiltInScenes
{
    const string Folder = "scenes/";

    static readonly Assembly assembly = typeof(BuiltInScenes).Assembly;

    /// <summary>In ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a scene's file; where there is none of that path, one that lies beside the program, or a scene of that name.
    /// </summary>
    /// <exception cref="SettingsException">There is neither; the message names the nearest scene.</exception>
    public static Settings Find(string pathOrName)
    {
        string beside = Path.Combine(AppContext.BaseDirectory, pathOrName);
        if (File.Exists(pathOrName)) return Settings.ReadFile(pathOrName);
        if (File.Exists(beside)) return Settings.ReadFile(beside);
        if (Names.Contains(pathOrName)) return Read(pathOrName);
        if (pathOrName.AsSpan().ContainsAny('/', '\\', '.')) return Settings.ReadFile(pathOrName); // says what is wrong with the file
        string nearest = NearestWord.Meant(pathOrName, Names);
        throw new SettingsException(pathOrName, 0, 0,
            $"there is no such file, and no scene of that name.{nearest} Known: {string.Join(", ", Names)}.");
    }

    /// <summary>Reads one of <see cref="Names"/>.</summary>
    public static Settings Read(string name)
    {
        using Stream resource = assembly.GetManifestResourceStream(Folder + name)!;
        using MemoryStream text = new();
        resource.CopyTo(text);
        return Settings.Parse($"{name}.json", text.ToArray());
    }
}
