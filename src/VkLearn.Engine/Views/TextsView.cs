using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using VkLearn.Training;

namespace VkLearn.Engine.Views;

/// <summary>
/// A field for each text that can be written in what the scene holds, or in one entity. What is sent acts at once; what is refused stays,
/// with the reason below it. Fields follow what code does.
/// </summary>
/// <param name="entity">The name or path of the entity whose texts are shown; null: those of all.</param>
public sealed class TextsView(string? entity = null) : Behaviour, IShown
{
    (EditableText Text, TextField Field)[] fields = [];

    public string Title { get; init; } = "Texts";

    /// <summary>What the others have set in this frame is what is shown.</summary>
    public override int Order => 100;

    public IReadOnlyList<string> Tensors => [];

    /// <exception cref="ArgumentException">There are no texts.</exception>
    public View MakeView()
    {
        (string Path, EditableText Text)[] all = [.. Scene.FindBehaviours<ITexts>().SelectMany(owner =>
            owner.Texts.Select(text => (((Behaviour)owner).Entity.Path, text)))];
        string[] owners = [.. all.Select(one => one.Path).Distinct()];
        string? wanted = entity is null ? null : Scene.Find(entity)?.Path;
        (string Path, EditableText Text)[] shown = [.. all.Where(one => entity is null || one.Path == wanted)];
        fields = [.. shown.Select(one => (one.Text, FieldOf(one.Text, all.Count(other => other.Text.Name == one.Text.Name) == 1 || entity
            is not null ? "" : $"{one.Path}: ")))];
        return shown.Length > 0 ? new ControlPanel(Title, [.. fields.Select(one => one.Field)])
            : throw new ArgumentException(owners.Length == 0
                ? "Nothing in the scene has texts that can be written. A behaviour has them by the interface ITexts."
                : $"No entity \"{entity}\" has texts.{NearestWord.Meant(entity!, owners)} Known: {string.Join(", ", owners)}.");
    }

    protected override void LateUpdate()
    {
        foreach ((EditableText text, TextField field) in fields)
        {
            field.Value = text.Get();
        }
    }

    static TextField FieldOf(EditableText text, string owner)
    {
        TextField field = new(owner + text.Name) { Hint = text.Hint, Value = text.Get() };
        field.Sent += written =>
        {
            try
            {
                field.Accept(text.Set(written));
            }
            catch (Exception refused) when (refused is ArgumentException or DataException)
            {
                field.Refuse(refused.Message);
            }
        };
        return field;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Texts", "Fields for what can be written while a scene runs.",
        settings => new TextsView(settings.TextOrNull("entity"))
    {
        Title = settings.Text("title", "Texts"),
    });
}
