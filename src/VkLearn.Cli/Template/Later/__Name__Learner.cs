// To be moved up into Template/ with the scene beside it, once VkLearn.Training.Learner is there.
using System.Runtime.CompilerServices;
using VkLearn;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Losses;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace __Name__;

/// <summary>A learner: what a step of training computes, and what it owns and tells. The scene names it under "learner".</summary>
public sealed class __Name__Learner : Learner
{
    readonly Layer model;
    readonly Optimizer optimizer;
    readonly Metric loss, accuracy;

    public __Name__Learner(Layer model, Optimizer optimizer)
    {
        (this.model, this.optimizer) = (Own("", model), Own("optimizer", optimizer));    // saved, restored and shown by these names
        loss = Measure("loss", better: Better.Lower);
        accuracy = Measure("accuracy", "%", Better.Higher);
    }

    /// <summary>Traced once, compiled, and replayed.</summary>
    protected override void Step(Batch batch, Stage stage)
    {
        Tensor output = model.Forward(batch["image"]);
        Tensor error = Loss.SoftmaxCrossEntropy(output, batch["label"]);
        optimizer.Minimize(error, of: model);
        loss.Add(error);
        Show("output", output);
    }

    protected override void Test(Batch batch) =>
        accuracy.Add(model.Forward(batch["image"]).ArgMax(-1).EqualTo(batch["label"]));

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("__Name__Learner", "Learns the class of images.",
        settings => new __Name__Learner(settings.Model("model"), settings.Optimizer("optimizer")));
}
