using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Learners;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// Shows the receiver operating characteristics of <see cref="DiagnosesBehaviour"/>, and on each where its model stands at the threshold;
/// grey, what guessing would do.
/// </summary>
/// <param name="of">The name of the entity that has the diagnoses.</param>
public sealed class RocView(string of = "patients") : Behaviour, IShown
{
    LinePlot? plot;
    Readout? operating;

    public string Title { get; init; } = "ROC: sensitivity";

    /// <summary>After the diagnoses.</summary>
    public override int Order => 100;

    public IReadOnlyList<string> Tensors => [TensorName.Of(of, "roc"), TensorName.Of(of, "operating")];

    /// <summary>Where each model stands at the threshold: the share of false alarms, and of the sick ones found.</summary>
    internal IReadOnlyList<(int Curve, double X, double Y)> Marks => plot?.Marks ?? [];

    public View MakeView()
    {
        operating ??= new Readout(Scene.Gpu, Scene.FindTensor(Tensors[1]));
        LineSeries chance = new("chance") { IsEarlier = true };
        chance.Add(0, 0);
        chance.Add(1, 1);
        return plot = new LinePlot(Title, [.. Curves(Scene.FindSource(Tensors[0])), chance])
        {
            XRange = (0, 1), YRange = (0, 1), Smoothing = 0, XUnit = "1 \u2212 specificity",
        };
    }

    /// <summary>A curve for each model, of a tensor [models, points].</summary>
    internal static IEnumerable<LineSeries> Curves(TensorSource source) => RiskModels.Names.Select((name, i) => new LineSeries(name,
        source with { ByteOffset = source.ByteOffset + i * source.Shape[1] * source.ElementBytes, Shape = [source.Shape[1]] }));

    protected override void LateUpdate()
    {
        operating?.Ask();
        if (operating?.Values is { } known)
        {
            int each = OperatingPoint.Names.Count;
            plot!.Marks = [.. RiskModels.Names.Select((_, i) => (i, 1.0 - known[i * each + 1], (double)known[i * each]))];
        }
    }

    protected override void OnDestroy() => operating?.Dispose();

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Roc",
        "Receiver operating characteristics of models of patients, and where each stands at the threshold.",
        settings => new RocView(settings.Text("of", "patients")) { Title = settings.Text("title", "ROC: sensitivity") });
}
