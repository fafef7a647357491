using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// Shows whether the probabilities of <see cref="DiagnosesBehaviour"/> mean what they say: the share of sick among those told about the
/// same one; grey, where both are equal.
/// </summary>
/// <param name="of">The name of the entity that has the diagnoses.</param>
public sealed class CalibrationView(string of = "patients") : Behaviour, IShown
{
    const double Half = 0.5 / DiagnosesBehaviour.Bins; // a bin's value stands at its middle

    public string Title { get; init; } = "Calibration: sick";

    public IReadOnlyList<string> Tensors => [TensorName.Of(of, "calibration")];

    public View MakeView()
    {
        LineSeries right = new("as told") { IsEarlier = true };
        right.Add(Half, Half);
        right.Add(1 - Half, 1 - Half);
        return new LinePlot(Title, [.. RocView.Curves(Scene.FindSource(Tensors[0])), right])
        {
            XRange = (Half, 1 - Half), YRange = (0, 1), Smoothing = 0, XUnit = "probability",
        };
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Calibration",
        "Whether probabilities of models of patients mean what they say.",
        settings => new CalibrationView(settings.Text("of", "patients"))
        {
            Title = settings.Text("title", "Calibration: sick"),
        });
}
