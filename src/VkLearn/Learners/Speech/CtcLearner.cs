using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Learns what sequences say, word by word, without being told when: connectionist temporal classification (Graves et al. 2006). Column
/// "label" holds the words of each, -1 behind the last; column "length", if there is one, how much of the input is its own. The word error
/// rate is that of the likeliest class of each step; at the end also that of a beam search.
/// </summary>
public sealed class CtcLearner : Learner
{
    readonly Layer model;
    readonly Optimizer optimizer;
    readonly int beam;
    readonly Metric loss, errors, errorsOfBeam;
    IReadOnlyList<Sampler> samplers = [];

    /// <param name="model">[N, ..] to logits [N, steps, classes + 1]; the last is the blank.</param>
    /// <param name="beam">How many beginnings a beam search keeps at each step; 0: there is none at the end.</param>
    public CtcLearner(Layer model, Optimizer optimizer, int beam = 8)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beam);
        (this.model, this.optimizer, this.beam) = (Own("", model), Own("optimizer", optimizer), beam);
        loss = Measure("loss", "nats", Better.Lower);
        errors = Measure("wordErrorRate", "%", Better.Lower);
        errorsOfBeam = Measure("beamWordErrorRate", "%");
    }

    /// <summary>The fewest errors are the best, among equals the least loss.</summary>
    public override IReadOnlyList<Metric> BestBy => [errors, loss];

    public override IReadOnlyList<Sampler> Samplers => samplers;

    public override void Survey(GpuDevice gpu, Splits data) =>
        samplers = Listening.SamplersOf(data.Test, model, Answer);

    protected override void Step(Batch batch, Stage stage)
    {
        Tensor path = Path(batch), each = Count(batch, path);
        optimizer.Minimize(each.Mean(), of: model);
    }

    protected override void Test(Batch batch) => Count(batch, Path(batch));

    /// <summary>Logarithms of probabilities, [N, steps, classes + 1].</summary>
    Tensor Path(Batch batch)
    {
        Tensor logits = model.Forward(batch.Input);
        int classes = ((Meaning.Label)batch.LabelField.Meaning).Names.Count;
        return logits.Shape.Rank == 3 && logits.Cols == classes + 1 ? logits.LogSoftmax() : throw new ArgumentException(
            $"the model gives {logits.Shape}, but {classes} words and a blank at each step need [{logits.Shape[0]}, steps, {classes + 1}]. "
            + $"End it with outFeatures: {classes + 1}, and leave out last: true.");
    }

    /// <returns>Each sequence's loss.</returns>
    Tensor Count(Batch batch, Tensor path)
    {
        Tensor label = batch.Labels(batch.LabelField.Name);
        Tensor? lengths = Lengths(batch, path.Shape[1]);
        Tensor each = path.Ctc(label, lengths, zeroInfinity: true).Loss, words = (label.Cast(DType.Float32) > -0.5f).Sum(1);
        Tensor wrong = path.ArgMax(-1).CtcErrors(label, path.Cols - 1, lengths);
        loss.Add(each);
        errors.Add(wrong / words.Maximum(1), words);
        return each;
    }

    /// <summary>How many of the model's steps are each sequence's own; null: all.</summary>
    static Tensor? Lengths(Batch batch, int steps) =>
        !batch.Fields.Any(field => field.Name == WaveSource.Length) ? null
        : (batch[WaveSource.Length].Cast(DType.Float32) * ((float)steps / batch.Input.Shape[1])).Ceil().Minimum(steps).Cast(DType.Int32);

    /// <summary>The probabilities of the words and of the blank at each step: [N, steps, classes + 1].</summary>
    public override Tensor Answer(Tensor items) => model.Forward(items).Softmax();

    public override Estimate? EstimateOn(GpuDevice gpu, Dataset test)
    {
        return beam == 0 ? null : new CtcBeamEstimate(gpu, test, PathOf, beam, errorsOfBeam);

        (Tensor Path, Tensor? Lengths) PathOf(Batch batch)
        {
            Tensor path = Path(batch);
            return (path, Lengths(batch, path.Shape[1]));
        }
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Ctc",
        "Learns what sequences say, word by word, without being told when (connectionist temporal classification, Graves et al. 2006).",
        settings => new CtcLearner(settings.Model("model"), settings.Optimizer("optimizer"), settings.Int("beam", 8, min: 0, max: 1000)));
}
