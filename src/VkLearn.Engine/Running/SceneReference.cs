using VkLearn.Formats;

namespace VkLearn.Engine;

/// <summary>What scenes can say, found out from the code that reads them. Asked here, so that this assembly's own types are in the
/// catalogues.</summary>
public static class SceneReference
{
    /// <summary>The keys of a scene's file.</summary>
    public static SettingType Scene() =>
        new("scene", "What learns, from what, how, and what is seen of it.", new SettingsProbe(SceneFile.Read).Explore(), null);

    /// <summary>Behaviours that are seen.</summary>
    public static IReadOnlyList<SettingType> Views() => [.. SettingType.Of("Behaviour").Where(type => type.Made is IShown)];

    /// <summary>Behaviours that are not.</summary>
    public static IReadOnlyList<SettingType> Behaviours() => [.. SettingType.Of("Behaviour").Where(type => type.Made is not IShown)];
}
