using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Extension;

/// <summary>
/// Learns a number and how sure it is: of a model's two outputs a row the first is the mean and the second the logarithm of the variance of
/// a normal distribution, whose likelihood rises (Nix and Weigend 1994, eq. 3).
/// </summary>
public sealed class UncertainRegressor : Learner
{
    readonly Layer model;
    readonly Optimizer optimizer;
    readonly Metric surprise, error;

    /// <param name="model">[N, ..item] to [N, 2].</param>
    public UncertainRegressor(Layer model, Optimizer optimizer)
    {
        (this.model, this.optimizer) = (Own("", model), Own("optimizer", optimizer));
        surprise = Measure("surprise", "nats", Better.Lower);
        error = Measure("absoluteError", better: Better.Lower);
    }

    protected override void Step(Batch batch, Stage stage)
    {
        (Tensor mean, Tensor nats, Tensor distance) = Score(batch);
        optimizer.Minimize(nats.Mean(), of: model);
        surprise.Add(nats);
        error.Add(distance);
        Show("mean", mean);
    }

    protected override void Test(Batch batch)
    {
        (_, Tensor nats, Tensor distance) = Score(batch);
        surprise.Add(nats);
        error.Add(distance);
    }

    public override Tensor Answer(Tensor items) => model.Forward(items);

    (Tensor Mean, Tensor Nats, Tensor Distance) Score(Batch batch)
    {
        Tensor output = model.Forward(batch.Input), target = batch["target"].Reshape([batch.Count, 1]);
        Tensor mean = output.Slice(1, 0, 1), logVariance = output.Slice(1, 1, 1), distance = target - mean;
        return (mean, (distance.Square() * (-logVariance).Exp() + logVariance) * 0.5f, distance.Abs());
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("UncertainRegressor", "Learns a number and how sure it is.",
        settings => new UncertainRegressor(settings.Model("model"), settings.Optimizer("optimizer")));
}
