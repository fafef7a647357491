using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Learners;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows what drove the scores of the patient that <see cref="DiagnosesBehaviour"/> looks at: a row a number of the patient's, a
/// column a model; above 0 it speaks for sick.</summary>
/// <param name="of">The name of the entity that has the diagnoses.</param>
public sealed class ContributionsView(string of = "patients") : Behaviour, IShown
{
    public string Title { get; init; } = "What drove the score";

    public IReadOnlyList<string> Tensors => [TensorName.Of(of, "contributions")];

    public View MakeView() => new Matrix(Scene.FindSource(Tensors[0]),
        [.. Scene.DiagnosesOf(of).Learner.Shown.Names.Select(one => one.Name)], RiskModels.Names)
    {
        Title = Title, Decimals = 1, RowTitle = "measured", ColumnTitle = "model", Scale = ColorScale.Signed,
    };

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Contributions",
        "What each number of a patient adds to the score of each model.",
        settings => new ContributionsView(settings.Text("of", "patients")) { Title = settings.Text("title", "What drove the score") });
}
