using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Learners;

namespace VkLearn.Engine.Behaviours;

/// <summary>
/// Has a learner of waves listen to a sound that goes on (<see cref="LiveListening"/>); its tensors go by this entity's name:
/// <c>live/spectrum</c>. It takes a frame's time, and changes no bit of training.
/// </summary>
/// <param name="stream">What is heard; null: the recordings of the learner's test, one after another.</param>
public sealed class LiveSoundBehaviour(SoundStream? stream = null) : Behaviour, ITensors, IOfLearner
{
    const int MostPushes = 4; // a frame; where that is too few, some of the sound is passed over

    SoundStream? heard;
    LiveListening? listening;
    float[] samples = [];
    int count; // of them that are not pushed yet
    double opened;

    /// <summary>That are seen.</summary>
    public double Seconds { get; init; } = 4;

    /// <summary>From one question to the next, in seconds of sound.</summary>
    public double Every { get; init; } = 0.1;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    /// <exception cref="ArgumentException">The learner learned something else than waves.</exception>
    /// <exception cref="DataException">There is no sound to be had.</exception>
    public TensorMemory Find(string name)
    {
        LiveListening made = Listening;
        return made.Made.TryGetValue(name, out Tensor? tensor) ? tensor.Memory!.Value : throw new UnknownTensorException(name,
            $"Live sound has no tensor \"{name}\". It has: {string.Join(", ", made.Made.Keys)}.");
    }

    protected override void Start() => _ = Listening;

    protected override void LateUpdate()
    {
        int pushed = 0, size = Listening.Pushed;
        int more = heard!.Read(TimeSpan.FromSeconds(Time.UnscaledTotal - opened), samples.AsSpan(count));
        if (samples.AsSpan(count, more).ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
        {
            throw new InvalidDataException($"{heard.GetType().Name} gave a sample that is no number.");
        }

        for (count += more; count - pushed >= size; pushed += size)
        {
            Listening.Push(samples.AsSpan(pushed, size));
        }

        samples.AsSpan(pushed, count - pushed).CopyTo(samples);
        count -= pushed;
    }

    protected override void OnDestroy()
    {
        listening?.Dispose();
        heard?.Dispose();
    }

    LiveListening Listening => listening ??= Listen();

    LiveListening Listen()
    {
        TrainerBehaviour trainer = Scene.FindTrainer(LearnerName);
        trainer.Prepare();
        Field wave = trainer.Data.Fields[0];
        int hertz = LiveListening.HertzOf(wave), pushed = (int)Math.Round(Every * hertz);
        heard = stream ?? PlayedSound.Of(trainer.Test?.Data ?? trainer.Data);
        heard.Open(hertz);
        (opened, samples) = (Time.UnscaledTotal, new float[MostPushes * pushed]);
        return new(Scene.Gpu, trainer.Learner, wave, Seconds, pushed);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("LiveSound",
        "Has a learner of waves listen to a sound that goes on: the test's recordings, a file, or a stream of your own.",
        settings => new LiveSoundBehaviour(settings.Child("stream") is { } stream ? Catalog<SoundStream>.Read(stream) : null)
        {
            Seconds = settings.Number("seconds", 4, min: 0.01, max: 600), Every = settings.Number("every", 0.1, min: 0.001, max: 60),
            LearnerName = settings.Learner(),
        });
}
