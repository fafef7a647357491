using System.Runtime.CompilerServices;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Training;

namespace VkLearn.Engine.Behaviours;

/// <summary>
/// Has a learner's <see cref="Sampler"/> go on, a step at a time, some times a second. Its tensors go by this entity's name:
/// <c>dreams/image</c>. It takes a frame's time, and changes no bit of training.
/// </summary>
/// <param name="sampler">Its name; null: the learner's first.</param>
public sealed class SamplerBehaviour(string? sampler = null) : Behaviour, ITensors, IOfLearner
{
    readonly Dictionary<string, TensorMemory> made = [];
    Sampler? found;
    Recording? recording;
    double due;

    /// <summary>Steps a second, at most one a frame.</summary>
    public double Rate { get; init; } = 10;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public TensorMemory Find(string name)
    {
        Prepare();
        return made.TryGetValue(name, out TensorMemory memory) ? memory : throw new UnknownTensorException(name,
            $"Sampler \"{found!.Name}\" makes no tensor \"{name}\". It makes: {string.Join(", ", made.Keys)}.");
    }

    protected override void Start()
    {
        Prepare();
        Scene.Playback.StartedOver += Restart;
    }

    protected override void LateUpdate()
    {
        if (Time.UnscaledTotal >= due)
        {
            due = Time.UnscaledTotal + 1 / Rate;
            recording!.Replay();
        }
    }

    protected override void OnDestroy()
    {
        Scene.Playback.StartedOver -= Restart;
        recording?.Dispose();
    }

    void Restart() => found?.Restart?.Invoke();

    void Prepare()
    {
        if (recording is not null)
        {
            return;
        }

        TrainerBehaviour trainer = Scene.FindTrainer(LearnerName);
        trainer.Prepare();
        found = Find(trainer.Learner);
        IReadOnlyDictionary<string, Tensor>? tensors = null;
        recording = Scene.Gpu.Record(() =>
        {
            tensors = found.Step();
            return [.. tensors.Values];
        }, training: false, name: $"sampler {found.Name}");
        foreach ((string name, Tensor tensor) in tensors!)
        {
            made.Add(name, tensor.Memory!.Value);
        }
    }

    Sampler Find(Learner learner) =>
        learner.Samplers.FirstOrDefault(one => sampler is null || one.Name == sampler) ?? throw new InvalidOperationException(
            $"{learner.GetType().Name} has no sampler{(sampler is null ? "" : $" \"{sampler}\"")}. "
            + $"It has: {(learner.Samplers is [] ? "none" : string.Join(", ", learner.Samplers.Select(one => one.Name)))}.");

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Sampler", "Has a learner make something by itself, such as its dreams.",
        settings => new SamplerBehaviour(settings.TextOrNull("sampler"))
        {
            Rate = settings.Number("rate", 10, min: 0.01, max: 1000),
            LearnerName = settings.Learner() ?? settings.TextOrNull("trainer"),
        });
}
