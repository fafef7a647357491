using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Listens to a sound that goes on: new samples are pushed behind those of the last seconds, which stay on the device, and a learner of
/// waves is asked of the last of them, as many as a wave of its data has. It makes <c>wave</c> [samples], which it asks of; <c>spectrum</c>
/// [rows, frames] of all that is kept, by the model's layer of spectra, if it has one, low frequencies below; <c>probabilities</c>
/// [classes]; and <c>posteriors</c> [classes, pushes], what it was answered after each push, the newest at the right. Of a learner that
/// answers at each step, <c>posteriors</c> [classes, steps] are the last answer, and <c>probabilities</c> its last step.
/// </summary>
public sealed class LiveListening : IDisposable
{
    readonly Learner learner;
    readonly State kept, newest;
    readonly Recording recording;
    State? answers;

    /// <param name="wave">What the learner learned: waves [samples].</param>
    /// <param name="seconds">That are kept; at least a wave.</param>
    /// <param name="samples">Of each push.</param>
    /// <exception cref="ArgumentException">The learner learned something else than waves, or a push has too many samples or none.
    /// </exception>
    public LiveListening(GpuDevice gpu, Learner learner, Field wave, double seconds, int samples)
    {
        int length = Math.Max(wave.Shape[0], (int)Math.Round(seconds * HertzOf(wave)));
        Pushed = samples >= 1 && samples <= length ? samples : throw new ArgumentException(
            $"{samples} samples are pushed at once, but {length} are kept. Push one at least, and no more than are kept.");
        this.learner = learner;
        (kept, newest) = (new State("heard", [length]), new State("newest samples", [samples]));
        recording = gpu.Record(() =>
        {
            Made = Step(wave.Shape[0]);
            return [.. Made.Values];
        }, training: false, name: "listening");
    }

    /// <summary>Samples a second of what a learner learned.</summary>
    /// <exception cref="ArgumentException">It is something else than waves [samples].</exception>
    public static int HertzOf(Field wave) => wave is { Meaning: Meaning.Wave { Hertz: var hertz }, Shape.Rank: 1 } ? (int)hertz
        : throw new ArgumentException($"sounds are for a learner of waves, but this one learned {wave}.");

    /// <summary>Samples of a push.</summary>
    public int Pushed { get; }

    /// <summary>What it makes, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Made { get; private set; } = new Dictionary<string, Tensor>();

    /// <summary>Hears <see cref="Pushed"/> samples more, and asks the learner.</summary>
    public void Push(ReadOnlySpan<float> samples)
    {
        newest.Load(samples);
        recording.Replay();
    }

    public void Dispose()
    {
        recording.Dispose();
        foreach (State? state in (State?[])[kept, newest, answers])
        {
            state?.Dispose();
        }
    }

    Dictionary<string, Tensor> Step(int length)
    {
        Tensor all = MovedOn(kept, newest), wave = all.Slice(0, all.Shape[0] - length, length);
        Dictionary<string, Tensor> made = new() { ["wave"] = wave * 1f };
        Tensor answer = learner.Answer(wave.Reshape([1, length]));
        (made["probabilities"], made["posteriors"]) = answer.Shape.Rank == 3 ? OfSteps(answer) : OfWhole(answer);
        if (learner.Models.Select(Listening.Spectra).FirstOrDefault(layer => layer is not null) is { } spectra)
        {
            Tensor spectrum = spectra.Forward(all.Reshape([1, all.Shape[0]]));
            made["spectrum"] = spectrum.Reshape([spectrum.Shape[1], spectrum.Shape[2]]).Flip(0);
        }

        return made;
    }

    (Tensor Last, Tensor All) OfSteps(Tensor answer)
    {
        (int steps, int classes) = (answer.Shape[1], answer.Shape[2]);
        Tensor each = answer.Reshape([steps, classes]);
        return (each.Slice(0, steps - 1, 1).Reshape([classes]) * 1f, each.Permute(1, 0) * 1f);
    }

    (Tensor Last, Tensor All) OfWhole(Tensor answer)
    {
        answers = new State("answers", [kept.Shape[0] / Pushed, answer.Cols]);
        return (answer.Reshape([answer.Cols]) * 1f, MovedOn(answers, answer.Reshape([1, answer.Cols])).Permute(1, 0) * 1f);
    }

    /// <summary>What a state keeps, moved on by what is new behind it.</summary>
    static Tensor MovedOn(State state, Tensor added)
    {
        int count = added.Shape[0];
        state.Assign(Concat.Of(0, state.Value.Slice(0, count, state.Shape[0] - count), added));
        return state.Value;
    }
}
