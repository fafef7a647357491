using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Optimizers;

/// <summary>
/// The rate, multiplied by a factor whenever more than so many tests in a row were no better than the best before (PyTorch's
/// ReduceLROnPlateau). The trainer tells it of its tests; without tests the rate stays.
/// </summary>
/// <param name="Factor">From 0 to below 1.</param>
/// <param name="Patience">How many tests may be no better before the rate falls.</param>
/// <param name="Threshold">A test is better by more than this share of the best.</param>
/// <param name="Cooldown">Tests after a fall that are not counted.</param>
/// <param name="Floor">The rate falls to no less.</param>
/// <param name="Metric">Which of the learner's; null: the first that has a better, of most learners the loss.</param>
public sealed record PlateauSchedule(float Rate, float Factor = 0.1f, int Patience = 10, float Threshold = 1e-4f, int Cooldown = 0,
    float Floor = 0, string? Metric = null) : Schedule
{
    public override bool IsConstant => true;
    internal override float Initial => Rate;
    public override PlateauSchedule? OnPlateau => this;
    public override Tensor At(Tensor step) => Rate;

    [ModuleInitializer]
    internal static void Register() => Catalog<Schedule>.Add("Plateau",
        "The rate, times a factor whenever so many tests in a row were no better than the best before.",
        s => new PlateauSchedule(s.Float("rate", min: 0), s.Float("factor", 0.1f, min: 0, max: 0.999999f), s.Int("patience", 10, min: 0),
            s.Float("threshold", 1e-4f, min: 0, max: 1), s.Int("cooldown", 0, min: 0), s.Float("floor", 0, min: 0),
            s.Has("metric") ? s.Text("metric") : null));
}
