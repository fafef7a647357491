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
        Tensor logits = model.Forward(batch["image"]), label = batch["label"];
        Tensor error = Loss.SoftmaxCrossEntropy(logits, label);
        optimizer.Minimize(error, of: model);
        loss.Add(error);
        accuracy.Add(logits.Hits(label), label.Counted());   // labels of -1 count nowhere
        Show("output", logits);    // views can name it
    }

    /// <summary>The same without learning; metrics of tests are called testAccuracy and so on.</summary>
    protected override void Test(Batch batch) =>
        accuracy.Add(model.Forward(batch["image"]).Hits(batch["label"]), batch["label"].Counted());

    public override Tensor Answer(Tensor items) => model.Forward(items).Softmax();

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("__Name__Learner", "Learns the class of images.",
        settings => new __Name__Learner(settings.Model("model"), settings.Optimizer("optimizer")));
}
