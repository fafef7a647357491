using System.Globalization;
using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Optimizers;

namespace VkLearn.Training;

/// <summary>
/// All that the future of a training depends on, as places and as settings: what a <see cref="Snapshot"/> of it holds, and what must be the
/// same for it to go on to the same bits.
/// </summary>
sealed class TrainingState(
    GpuDevice gpu, Layer model, Dataset data, Optimizer optimizer, int batchSize, Precision precision, float labelSmoothing,
    WeightAverage? average, Recording step, State metrics)
{
    const string Seed = "seed", Rate = "learningRate", Kernels = "kernels", Device = "device", Loss = "loss", Average = "average";
    const string SoftmaxCrossEntropy = "SoftmaxCrossEntropy", None = "none";

    // A run that keeps nothing pays nothing for it.
    readonly Lazy<IReadOnlyDictionary<string, string>> settings = new(() => new Dictionary<string, string>
    {
        ["data"] = $"{data.Count} items {data.Shape} \"{data.Name}\", SHA-256 {data.Hash()}"
            + (data.Augmentation is { } augmentation ? $", {augmentation}" : ""),
        ["batch"] = $"{batchSize}",
        ["precision"] = $"{precision}",
        ["optimizer"] = optimizer.RuleText,
        ["schedule"] = $"{optimizer.LearningRate}",
        [Loss] = labelSmoothing == 0 ? SoftmaxCrossEntropy
            : FormattableString.Invariant($"{SoftmaxCrossEntropy}, labelSmoothing {labelSmoothing}"),
        [Average] = average?.Text ?? None,
    });

    /// <summary>What a checkpoint of before there was this setting was made with; null where there always was.</summary>
    static string? Formerly(string key) => key switch
    {
        Loss => SoftmaxCrossEntropy,
        Average => None,
        _ => null,
    };

    Session Session => Session.Of(gpu);
    string DeviceText => $"{gpu.Info.Name}, {gpu.Info.Driver}";

    /// <summary>Weights and layers' states have their paths, so that a snapshot is a model's file too; no path has a colon.</summary>
    List<(string Name, Place Place)> Places()
    {
        List<(string Name, Place Place)> places =
        [
            .. model.Parameters.Distinct().Select(parameter => (parameter.Path, (Place)parameter)),
            .. model.States.Distinct().Select(state => (state.Path, (Place)state)),
            .. optimizer.Places.Select(place => ($"optimizer:{place.Name}", place.Place)),
            .. average?.Places.Select(place => ($"average:{place.Name}", place.Place)) ?? [],
            ("data:position", data.Position!), ("data:epoch", data.Epoch!), ("random:clock", Session.Counters.Clock),
            ("training:metrics", metrics),
        ];
        places.ForEach(place => Session.Settle(place.Place));
        return places;
    }

    /// <param name="steps">Queued since the start.</param>
    /// <param name="read">Those of them that the metrics count no more.</param>
    public Snapshot Capture(long steps, long read) => Snapshot.Of(Places(), new Dictionary<string, string>(settings.Value)
    {
        ["step"] = $"{steps}",
        ["read"] = $"{read}",
        [Seed] = $"{Session.Seed}",
        [Rate] = string.Create(CultureInfo.InvariantCulture, $"{optimizer.RateSetting.Constant:R} {optimizer.RateSetting.Factor:R}"),
        [Kernels] = KernelChoices.Of(step),
        [Device] = DeviceText,
    });

    public void Restore(Snapshot snapshot)
    {
        foreach ((string key, string now) in settings.Value)
        {
            if ((snapshot.Metadata.GetValueOrDefault(key) ?? Formerly(key) ?? snapshot.Text(key)) is var then && then != now)
            {
                throw snapshot.Refused($"{key} was {then}, is {now}; it goes on only with what it began with.");
            }
        }

        List<(string, Place)> places = Places();
        snapshot.CheckFit(places); // before the kernels, which are others for other shapes
        CheckKernels(snapshot);
        (uint seed, (float, float) rate) = ((uint)snapshot.Number(Seed), ReadRate(snapshot));
        snapshot.Restore(places);
        Session.SetSeed(seed); // not gpu.Seed: models made later must differ from this one
        optimizer.RateSetting = rate;
    }

    void CheckKernels(Snapshot snapshot)
    {
        if (KernelChoices.Difference(snapshot.Text(Kernels), KernelChoices.Of(step)) is var (then, now))
        {
            throw snapshot.Refused($"a matrix product was computed as \"{then}\" on {snapshot.Text(Device)}, is as \"{now}\" on "
                + $"{DeviceText}; the bits would differ. Go on with the device, driver, choice file and switches of before.");
        }
    }

    static (float Constant, float Factor) ReadRate(Snapshot snapshot)
    {
        float[] numbers = [.. snapshot.Text(Rate).Split(' ').Select(
            text => float.TryParse(text, CultureInfo.InvariantCulture, out float number) ? number : float.NaN)];
        return numbers is [float constant, float factor] ? (constant, factor)
            : throw snapshot.Refused($"\"{Rate}\" must be two numbers, received {snapshot.Text(Rate)}.");
    }
}
