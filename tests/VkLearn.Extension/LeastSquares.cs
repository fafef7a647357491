using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Losses;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Extension;

public sealed class LeastSquares : Learner
{
    readonly Layer model;
    readonly Optimizer optimizer;
    readonly Metric error;

    public LeastSquares(Layer model, Optimizer optimizer)
    {
        (this.model, this.optimizer) = (Own("", model), Own("optimizer", optimizer));   // saved, restored, hashed, shown by these names
        error = Measure("error", better: Better.Lower);   // on the console, in JSON and CSV, as a curve; the best checkpoint has the least
    }

    protected override void Step(Batch batch, Stage stage)   // traced once, compiled, replayed
    {
        Tensor loss = Loss.MeanSquaredError(model.Forward(batch.Input), batch["target"]);
        optimizer.Minimize(loss, of: model);
        error.Add(loss);
    }

    protected override void Test(Batch batch) =>   // tells of "testError": a value a row, since rows beyond the last item do not count
        error.Add((model.Forward(batch.Input) - batch["target"]).Square());

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("LeastSquares", "Learns numbers by least squares.",
        settings => new LeastSquares(settings.Model("model"), settings.Optimizer("optimizer")));
}
