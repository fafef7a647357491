using VkLearn.Formats;

namespace VkLearn.Engine;

/// <summary>A behaviour that a scene's file names, and where.</summary>
/// <param name="Name">Of the entity that it becomes.</param>
/// <param name="Place">For what turns out later to be wrong with it.</param>
sealed record SceneBehaviour(string Name, Behaviour Behaviour, Settings Place)
{
    /// <summary>Reads one; its entity is named by <c>"name"</c>, else by its type.</summary>
    public static SceneBehaviour Read(Settings settings)
    {
        string name = settings.Has("type") ? settings.Text("name", settings.Type) : settings.Type;
        return new(name, Catalog<Behaviour>.Read(settings), settings);
    }
}
