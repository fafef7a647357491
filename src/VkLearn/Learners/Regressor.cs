using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Losses;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Learns numbers: one or several a row, the data's <c>target</c>. It shows its predictions as <c>output</c>.
/// </summary>
public sealed class Regressor : Learner
{
    readonly Layer model;
    readonly Optimizer optimizer;
    readonly RegressionLoss function;
    readonly string target;
    readonly WeightPenalty? penalty;
    readonly Metric loss, absolute;
    readonly (RegressionScore Score, Metric Metric)[] scores;

    /// <param name="model">[N, ..item] to predictions of the target's shape.</param>
    /// <param name="target">The column that is to be predicted.</param>
    /// <param name="loss">Null: the mean squared error.</param>
    /// <param name="metrics">What tests measure beside the loss and the absolute error; null: nothing.</param>
    /// <param name="penalty">What large weights cost in training, of which the reported loss does not tell; null: nothing.</param>
    public Regressor(Layer model, Optimizer optimizer, RegressionLoss? loss = null, string target = "target",
        IReadOnlyList<RegressionScore>? metrics = null, WeightPenalty? penalty = null)
    {
        this.penalty = penalty;
        (this.model, this.optimizer) = (Own("", model), Own("optimizer", optimizer));
        (function, this.target) = (loss ?? new MeanSquaredErrorLoss(), target);
        this.loss = Measure("loss", better: Better.Lower);
        absolute = Measure("absoluteError", better: Better.Lower);
        scores = [.. (metrics ?? []).Select(score => (score, score.IsOfSums
            ? MeasureSums(score.Name, score.Unit, score.Better, score.OfSums)
            : Measure(score.Name, score.Unit, score.Better, score.OfMean)))];
    }

    public override IReadOnlyList<(string Name, string Value)> Settings =>
        [("loss", $"{function} of {target}"), .. penalty is null ? [] : ((string, string)[])[("penalty", $"{penalty}")]];

    protected override void Step(Batch batch, Stage stage)
    {
        Tensor output = model.Forward(batch.Input), wanted = batch[target];
        Tensor prediction = Fitted(output, wanted, batch), mean = function.Each(prediction, wanted).Mean();
        optimizer.Minimize(penalty is null ? mean : mean + penalty.Of(model), of: model);
        loss.Add(mean);
        absolute.Add((prediction - wanted).Abs().Mean());
        Show("output", output);
        Show("loss", mean);
    }

    protected override void Test(Batch batch)
    {
        Tensor wanted = batch[target], prediction = Fitted(model.Forward(batch.Input), wanted, batch);
        loss.Add(function.Each(prediction, wanted));
        absolute.Add((prediction - wanted).Abs());
        foreach ((RegressionScore score, Metric metric) in scores)
        {
            score.Test(metric, prediction, wanted);
        }
    }

    public override Tensor Answer(Tensor items) => model.Forward(items);

    Tensor Fitted(Tensor output, Tensor wanted, Batch batch) =>
        output.Shape.Count == wanted.Shape.Count ? output.Reshape(wanted.Shape) : throw new ArgumentException(
            $"Regressor: the model gives {output.Shape}, but the targets \"{target}\" are {wanted.Shape}. "
            + $"End it with outFeatures: {wanted.Shape.Count / batch.Count}.");

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Regressor", "Learns numbers, one or several a row: the data's target.",
        settings => new Regressor(
        settings.Model("model"), settings.Optimizer("optimizer"), settings.Loss<RegressionLoss>(),
        settings.Text("target", "target"), Score.Read<RegressionScore>(settings), WeightPenalty.Read(settings)));
}
