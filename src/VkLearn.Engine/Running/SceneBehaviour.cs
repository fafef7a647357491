using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Engine;

/// <summary>A behaviour that a scene's file names, and where.</summary>
/// <param name="Name">Of the entity that it becomes: <c>"name"</c>, else its type, with a number where several have none.</param>
/// <param name="Parent">What its entity belongs to, by name; empty: nothing.</param>
/// <param name="Place">For what turns out later to be wrong with it.</param>
sealed record SceneBehaviour(string Name, string Parent, Behaviour Behaviour, Settings Place)
{
    const string Parents = "parent", Order = "order";

    public static SceneBehaviour Read(Settings settings)
    {
        string name = NameIn(settings);
        return new(name == "" ? settings.Type : name, ParentIn(settings), Catalog<Behaviour>.Read(settings), settings);
    }

    /// <summary>Adds it to a scene. Several of a type without names of their own are told apart by numbers, so that each finds what is its
    /// own.</summary>
    public void AddTo(Scene scene)
    {
        string name = Name;
        for (int number = 2; NameIn(Place) == "" && scene.Find(name) is not null; number++)
        {
            name = $"{Name} {number}";
        }

        scene.Add(name, Behaviour);
    }

    /// <summary>Makes its entity belong to another of the scene, once all of the file are in it.</summary>
    /// <exception cref="SettingsException">There is none of that name, or it is below this one.</exception>
    public void FindParent(Scene scene)
    {
        if (Parent == "")
        {
            return;
        }

        Entity parent = scene.Find(Parent) ?? throw Unknown(scene.Entities.Select(entity => entity.Name));
        try
        {
            Behaviour.Entity.Parent = parent;
        }
        catch (InvalidOperationException refused)
        {
            throw Place.Error(refused.Message, Parents, refused);
        }
    }

    SettingsException Unknown(IEnumerable<string> names) => Place.Error($"there is no entity \"{Parent}\" to belong to."
        + $"{NearestWord.Meant(Parent, names)} Known: {string.Join(", ", names.Distinct())}.", Parents);

    static string NameIn(Settings settings) => settings.Text("name", "");

    static string ParentIn(Settings settings) => settings.Text(Parents, "");

    /// <summary>Settings that each behaviour of a scene has.</summary>
    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.AddForAll((settings, behaviour) =>
    {
        NameIn(settings);
        ParentIn(settings);
        behaviour.OrderInFile = settings.Has(Order) ? settings.Int(Order, min: -1000, max: 1000) : null;
    });
}
