using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Extension;

/// <summary>
/// Two restricted Boltzmann machines that learn one after the other, the second from what the first makes of the images, and then become a
/// perceptron that learns their classes (Hinton, Osindero and Teh 2006; Hinton and Salakhutdinov 2006).
/// </summary>
public sealed class RbmStack : Learner
{
    readonly Rbm first, second;
    readonly Sequential model;
    readonly Optimizer ofFirst, ofSecond, ofAll;
    readonly Metric reconstruction, loss, accuracy;

    public RbmStack(int pixels, int hidden, int features, int classes, int epochs, float rate, Optimizer ofAll)
    {
        (first, second) = (new Rbm(pixels, hidden), new Rbm(hidden, features));
        model = Own("", new Sequential(new Flatten(), first, second, new Dense(features, classes)));
        (ofFirst, ofSecond) = (Own("rbm1", new Sgd(rate, momentum: 0.5f)), Own("rbm2", new Sgd(rate, momentum: 0.5f)));
        this.ofAll = Own("optimizer", ofAll);
        Stages = [new("rbm 1", epochs), new("rbm 2", epochs), new("fine-tuning")];
        reconstruction = Measure("reconstructionError");
        loss = Measure("loss", "nats");
        accuracy = Measure("accuracy", "%", Better.Higher);
    }

    public override IReadOnlyList<Stage> Stages { get; }

    protected override void Step(Batch batch, Stage stage)
    {
        Tensor seen = batch["image"].Flatten();
        if (stage == Stages[0])
        {
            Show("dream", Images(Dream(first, seen, ofFirst)));
        }
        else if (stage == Stages[1])
        {
            Show("dream", Images(first.Reconstruct(Dream(second, first.Forward(seen), ofSecond))));
        }
        else
        {
            Tensor logits = model.Forward(batch["image"]), error = Loss.SoftmaxCrossEntropy(logits, batch["label"]);
            ofAll.Minimize(error, of: model);
            loss.Add(error);
            accuracy.Add(logits.Hits(batch["label"]), batch["label"].Counted());
            Show("output", logits);
        }
    }

    protected override void Test(Batch batch) =>
        accuracy.Add(model.Forward(batch["image"]).Hits(batch["label"]), batch["label"].Counted());

    public override Tensor Answer(Tensor items) => model.Forward(items).Softmax();

    Tensor Dream(Rbm rbm, Tensor seen, Optimizer optimizer)
    {
        (Tensor weight, Tensor visible, Tensor hidden, Tensor dream) = rbm.ContrastiveDivergence(seen);
        float share = 1f / seen.Shape[0];
        optimizer.Apply([rbm.Weight, rbm.Visible, rbm.Hidden], [weight * share, visible * share, hidden * share]);
        reconstruction.Add((dream - seen).Square().Mean());
        return dream;
    }

    static Tensor Images(Tensor pixels) => pixels.Reshape([pixels.Shape[0], 1, DrawnDigits.Side, DrawnDigits.Side]);

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("RbmStack", "Two Boltzmann machines that become a perceptron.",
        settings => new RbmStack(settings.Int("pixels", 784, min: 1), settings.Int("hidden", 64, min: 1),
            settings.Int("features", 32, min: 1), settings.Int("classes", 10, min: 2), settings.Int("epochs", 1, min: 0),
            settings.Float("rate", 0.1f, min: 0), settings.Optimizer("optimizer")));
}
