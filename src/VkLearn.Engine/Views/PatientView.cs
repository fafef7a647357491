using System.Globalization;
using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Learners;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows the patient that <see cref="DiagnosesBehaviour"/> looks at: what each model says, what is so, and what was measured.
/// </summary>
/// <param name="of">The name of the entity that has the diagnoses.</param>
public sealed class PatientView(string of = "patients") : Behaviour, IShown
{
    const string None = "\u2013";

    TextPanel? panel;
    DiagnosesBehaviour? diagnoses;
    Readout? probability;

    public string Title { get; init; } = "Patient";

    /// <summary>After the diagnoses.</summary>
    public override int Order => 100;

    public IReadOnlyList<string> Tensors => [TensorName.Of(of, "probability")];

    public View MakeView()
    {
        diagnoses = Scene.DiagnosesOf(of);
        probability ??= new Readout(Scene.Gpu, Scene.FindTensor(Tensors[0]));
        return panel = new TextPanel(Title);
    }

    protected override void LateUpdate()
    {
        if (panel is null)
        {
            return;
        }

        probability!.Ask();
        (PatientRows shown, int patient) = (diagnoses!.Learner.Shown, diagnoses.Patient);
        panel.Title = $"{Title} {patient}";
        panel.Set("in truth", shown.Sick[patient] > 0 ? "sick" : "healthy");
        for (int i = 0; i < RiskModels.Names.Count; i++)
        {
            panel.Set($"{RiskModels.Names[i]}: sick", probability.Values is { } known ? Numbers.Percent(known[i]) : None);
        }

        for (int i = 0; i < shown.Columns; i++)
        {
            int at = patient * shown.Columns + i;
            panel.Set(shown.Names[i].Name, shown.Missing[at] > 0 ? "missing" : Measured(shown.Names[i], shown.Features[at]));
        }
    }

    protected override void OnDestroy() => probability?.Dispose();

    /// <summary>Four digits, as the float that it was made of need not come back to the last one.</summary>
    static string Measured(Feature feature, float number) => feature.Measured(number).ToString("G4", CultureInfo.InvariantCulture);

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Patient",
        "One patient: what each model says, what is so, and what was measured.",
        settings => new PatientView(settings.Text("of", "patients")) { Title = settings.Text("title", "Patient") });
}
