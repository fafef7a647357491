using System.Runtime.CompilerServices;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Training;

namespace VkLearn.Extension;

/// <summary>Halves the learning rate when the loss has not become less for some steps.</summary>
public sealed class Plateau(int patience) : Behaviour
{
    TrainerBehaviour? trainer;
    double best = double.PositiveInfinity;
    long since;

    public int Halvings { get; private set; }

    protected override void Start()
    {
        trainer = Scene.FindBehaviour<TrainerBehaviour>();
        trainer?.Measured += Look;
    }

    protected override void OnDestroy() => trainer?.Measured -= Look;

    void Look(TrainingMetrics metrics)
    {
        if (metrics["loss"] < best)
        {
            (best, since) = (metrics["loss"], metrics.Step);
        }
        else if (metrics.Step - since >= patience)
        {
            trainer!.LearningRateFactor /= 2;
            since = metrics.Step;
            Halvings++;
        }
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Plateau",
        "Halves the learning rate when the loss has not become less for some steps.",
        settings => new Plateau(settings.Int("patience", min: 1)));
}
