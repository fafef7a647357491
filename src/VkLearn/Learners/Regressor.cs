using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>What a regressor makes small, between its prediction and the target.</summary>
public enum RegressionLoss { MeanSquaredError, MeanAbsoluteError }

/// <summary>
/// Learns numbers: one or several a row, the data's <c>target</c>. It shows its predictions as <c>output</c>.
/// </summary>
public sealed class Regressor : Learner
{
    readonly Layer model;
    readonly Optimizer optimizer;
    readonly RegressionLoss kind;
    readonly string target;
    readonly Metric loss, absolute;

    /// <param name="model">[N, ..item] to predictions of the target's shape.</param>
    /// <param name="target">The column that is to be predicted.</param>
    public Regressor(Layer model, Optimizer optimizer, RegressionLoss loss = RegressionLoss.MeanSquaredError, string target = "target")
    {
        (this.model, this.optimizer) = (Own("", model), Own("optimizer", optimizer));
        (kind, this.target) = (loss, target);
        this.loss = Measure("loss", better: Better.Lower);
        absolute = Measure("absoluteError", better: Better.Lower);
    }

    public override IReadOnlyList<(string Name, string Value)> Settings => [("loss", $"{kind} of {target}")];

    protected override void Step(Batch batch, Stage stage)
    {
        Tensor output = model.Forward(batch.Input);
        Tensor error = Error(output, batch), mean = Of(error).Mean();
        optimizer.Minimize(mean, of: model);
        loss.Add(mean);
        absolute.Add(error.Abs().Mean());
        Show("output", output);
        Show("loss", mean);
    }

    protected override void Test(Batch batch)
    {
        Tensor error = Error(model.Forward(batch.Input), batch);
        loss.Add(Of(error));
        absolute.Add(error.Abs());
    }

    public override Tensor Answer(Tensor items) => model.Forward(items);

    Tensor Of(Tensor error) => kind == RegressionLoss.MeanSquaredError ? error.Square() : error.Abs();

    Tensor Error(Tensor output, Batch batch)
    {
        Tensor wanted = batch[target];
        return output.Shape.Count == wanted.Shape.Count ? output.Reshape(wanted.Shape) - wanted : throw new ArgumentException(
            $"Regressor: the model gives {output.Shape}, but the targets \"{target}\" are {wanted.Shape}. "
            + $"End it with outFeatures: {wanted.Shape.Count / batch.Count}.");
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Regressor", "Learns numbers, one or several a row: the data's target.",
        settings => new Regressor(
        settings.Model("model"), settings.Optimizer("optimizer"), settings.OneOf<RegressionLoss>("loss", RegressionLoss.MeanSquaredError),
        settings.Text("target", "target")));
}
