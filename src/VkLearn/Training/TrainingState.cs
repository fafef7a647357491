using System.Globalization;
using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Optimizers;

namespace VkLearn.Training;

/// <summary>
/// All that the future of a training depends on, as places and as settings: what a <see cref="Snapshot"/> of it holds, and what must be the
/// same for it to go on to the same bits. That is what the learner and its data own, the random numbers' clock, and what metrics count.
/// </summary>
/// <param name="clock">What its random numbers are counted by.</param>
sealed class TrainingState(GpuDevice gpu, Learner learner, Dataset data, TrainingSettings training, State metrics, Counter clock)
{
    const string Seed = "seed", Kernels = "kernels", Device = "device", StageKey = "stage", RateEnd = ".rate", PlateauEnd = ".plateau";

    (int Rewritten, IReadOnlyDictionary<string, string> All)? settings; // null: a run that keeps nothing pays nothing for it

    IReadOnlyDictionary<string, string> SettingsNow()
    {
        if (settings?.Rewritten != data.Rewritten)
        {
            settings = (data.Rewritten, InvariantText.Of(() => Settings(learner, data, training)));
        }

        return settings.Value.All;
    }

    static Dictionary<string, string> Settings(Learner learner, Dataset data, TrainingSettings training)
    {
        Dictionary<string, string> all = new()
        {
            ["data"] = $"{data.Count} items {data.Shape} \"{data.Name}\", SHA-256 {data.Hash()}{data.Taking}"
                + (data.Augmentation is { } augmentation ? $", {augmentation}" : ""),
            ["batch"] = $"{training.Batch}",
            ["precision"] = $"{training.Precision}",
            ["learner"] = learner.GetType().Name,
        };
        foreach ((string name, string value) in learner.AllSettings)
        {
            all.Add(name, value);
        }

        return all;
    }

    Session Session => Session.Of(gpu);
    string DeviceText => $"{gpu.Info.Name}, {gpu.Info.Driver}";

    /// <summary>Weights and layers' states have their paths, so that a snapshot is a model's file too; no path has a colon.</summary>
    List<(string Name, Place Place)> Places()
    {
        List<(string Name, Place Place)> places =
        [
            .. learner.Places, .. data.Places.Select(place => ($"data:{place.Name}", place.Place)),
            ("random:clock", clock), ("training:metrics", metrics),
        ];
        places.ForEach(place => Session.Settle(place.Place));
        return places;
    }

    /// <param name="steps">Queued since the start.</param>
    /// <param name="read">Those of them that the metrics count no more.</param>
    /// <param name="step">Of the stage that it is in.</param>
    public Snapshot Capture(long steps, long read, int stage, Recording step) =>
        InvariantText.Of(() => Captured(steps, read, stage, step));

    Snapshot Captured(long steps, long read, int stage, Recording step)
    {
        Dictionary<string, string> metadata = new(SettingsNow())
        {
            [Kernels] = KernelChoices.Of(step),
            [Device] = DeviceText,
        };
        return Snapshot.Of(Places(), metadata).With(Now(steps, read, stage));
    }

    /// <summary>The same on the device, without what only another training needs to know of it.</summary>
    public Moment Hold(long steps, long read, int stage) => new(gpu, Places().Select(place => place.Place),
        InvariantText.Of(() => Snapshot.Of([], Now(steps, read, stage))));

    /// <summary>How far it is, and what of it lies on no device.</summary>
    Dictionary<string, string> Now(long steps, long read, int stage)
    {
        Dictionary<string, string> metadata = new()
        {
            ["step"] = $"{steps}",
            ["read"] = $"{read}",
            [Seed] = $"{Session.Seed}",
            [StageKey] = learner.Stages[stage].Name,
        };
        foreach ((string name, Optimizer optimizer) in learner.OfType<Optimizer>())
        {
            metadata.Add(name + RateEnd, $"{optimizer.RateSetting.Constant:R} {optimizer.RateSetting.Factor:R}");
            if (optimizer.Plateau is { } plateau)
            {
                metadata.Add(name + PlateauEnd, plateau.Text);
            }
        }

        return metadata;
    }

    /// <exception cref="DataException">The snapshot is of another training.</exception>
    public void CheckSettings(Snapshot snapshot)
    {
        foreach ((string key, string now) in SettingsNow())
        {
            if (snapshot.Text(key) is var then && then != now)
            {
                throw snapshot.Refused($"{key} was {then}, is {now}; it goes on only with what it began with.");
            }
        }
    }

    /// <summary>The stage that a snapshot is of.</summary>
    public int StageOf(Snapshot snapshot)
    {
        string name = snapshot.Text(StageKey);
        int stage = learner.Stages.ToList().FindIndex(stage => stage.Name == name);
        return stage >= 0 ? stage : throw snapshot.Refused(
            $"it is of stage \"{name}\", but there are only {string.Join(", ", learner.Stages.Select(stage => stage.Name))}.");
    }

    /// <summary>Gives all what it had.</summary>
    /// <param name="step">Of the snapshot's stage.</param>
    public void Restore(Snapshot snapshot, Recording step)
    {
        List<(string, Place)> places = Places();
        snapshot.CheckFit(places); // before the kernels, which are others for other shapes
        CheckKernels(snapshot, step);
        Restore(snapshot, () => snapshot.Restore(places));
    }

    /// <summary>Gives all what it had at a moment of this very training.</summary>
    public void Restore(Moment moment) => Restore(moment.About, moment.Restore);

    void Restore(Snapshot snapshot, Action restorePlaces)
    {
        uint seed = (uint)snapshot.Number(Seed);
        (Optimizer Optimizer, (float, float) Rate)[] rates =
            [.. learner.OfType<Optimizer>().Select(one => (one.Thing, ReadRate(snapshot, one.Name + RateEnd)))];
        RestorePlateaus(snapshot);
        restorePlaces();
        Session.SetSeed(seed, isAnew: false);
        foreach ((Optimizer optimizer, (float, float) rate) in rates)
        {
            optimizer.RateSetting = rate;
        }
    }

    void RestorePlateaus(Snapshot snapshot)
    {
        foreach ((string name, Optimizer optimizer) in learner.OfType<Optimizer>())
        {
            if (optimizer.Plateau is { } plateau && !plateau.TryRestore(snapshot.Text(name + PlateauEnd)))
            {
                throw snapshot.Refused($"\"{name + PlateauEnd}\" must be five numbers, received {snapshot.Text(name + PlateauEnd)}.");
            }
        }
    }

    void CheckKernels(Snapshot snapshot, Recording step)
    {
        if (KernelChoices.Difference(snapshot.Text(Kernels), InvariantText.Of(() => KernelChoices.Of(step))) is var (then, now))
        {
            throw snapshot.Refused($"a matrix product was computed as \"{then}\" on {snapshot.Text(Device)}, is as \"{now}\" on "
                + $"{DeviceText}; the bits would differ. Go on with the device, driver, choice file and switches of before.");
        }
    }

    static (float Constant, float Factor) ReadRate(Snapshot snapshot, string key)
    {
        float[] numbers = [.. snapshot.Text(key).Split(' ').Select(
            text => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) ? number : float.NaN)];
        return numbers is [float constant, float factor] ? (constant, factor)
            : throw snapshot.Refused($"\"{key}\" must be two numbers, received {snapshot.Text(key)}.");
    }
}
