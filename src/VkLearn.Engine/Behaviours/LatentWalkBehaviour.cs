using System.Runtime.CompilerServices;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Models;
using VkLearn.Training;

namespace VkLearn.Engine.Behaviours;

/// <summary>
/// Ways through what a generator makes (<see cref="IGenerator"/>): <c>walk</c>, items on the way between two codes, of which the second is
/// drawn anew now and then and the first takes its place; and <c>image</c>, the item of a code whose first numbers are knobs, the others 0.
/// By this entity's name: <c>walk/walk</c>, [steps, ..item], <c>walk/image</c>, [1, ..item].
/// </summary>
public sealed class LatentWalkBehaviour : Behaviour, ITensors, IOfLearner, IKnobs
{
    const string Walk = "walk", Image = "image";
    const double SecondsBetween = 0.25;

    readonly List<double> turned = [];
    State? from, to, code;
    Recording? next, walking, decoding;
    double due, walkDue;
    bool isTurned = true;

    /// <summary>Items on the way, both ends among them.</summary>
    public int Steps { get; init; } = 8;

    /// <summary>Until the next way.</summary>
    public double Seconds { get; init; } = 4;

    /// <summary>Numbers of the code that are knobs.</summary>
    public int Turned { get; init; } = 6;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Knob> Knobs
    {
        get
        {
            Prepare();
            return [.. turned.Select((_, i) => new Knob($"z{i + 1}", -3, 3, () => turned[i], value =>
            {
                turned[i] = value;
                isTurned = true;
            }))];
        }
    }

    public TensorMemory Find(string name)
    {
        Prepare();
        return name switch
        {
            Walk => walking!.Result.Memory!.Value,
            Image => decoding!.Result.Memory!.Value,
            _ => throw new UnknownTensorException(name, $"A latent walk has no tensor \"{name}\". It has: {Walk}, {Image}."),
        };
    }

    protected override void Start()
    {
        Prepare();
        next!.Replay();
    }

    protected override void LateUpdate()
    {
        double now = Time.UnscaledTotal;
        if (now >= walkDue)
        {
            walkDue = now + Seconds;
            next!.Replay();
        }

        if (now >= due || isTurned)
        {
            (due, isTurned) = (now + SecondsBetween, false);
            code!.Load([.. turned.Select(value => (float)value), .. new float[code.Shape.Count - turned.Count]]);
            walking!.Replay();
            decoding!.Replay();
        }
    }

    protected override void OnDestroy()
    {
        foreach (IDisposable? one in (IDisposable?[])[next, walking, decoding, from, to, code])
        {
            one?.Dispose();
        }
    }

    void Prepare()
    {
        if (decoding is not null)
        {
            return;
        }

        BatchObserver observer = new(Scene, LearnerName);
        observer.Trainer.Prepare();
        IGenerator generator = observer.ModelThat<IGenerator>("A latent walk", "makes items of codes, such as a Vae or a Gan");
        Shape one = [1, generator.Latent];
        (from, to, code) = (new State("walk's begin", one), new State("walk's end", one), new State("turned code", one));
        turned.AddRange(new double[Math.Min(Turned, generator.Latent)]);
        next = Scene.Gpu.Record(() =>
        {
            from.Assign(to.Value);
            to.Assign(Tensor.Normal(one));
        }, training: false, name: "next latent walk");
        walking = Scene.Gpu.Record(() => generator.Decode(Between(from, to)), training: false, name: "latent walk");
        decoding = Scene.Gpu.Record(() => generator.Decode(code), training: false, name: "turned code");
    }

    /// <summary>The way goes around the origin, near which no code of many numbers lies (White 2016): straight, each of a length between
    /// those of its ends.</summary>
    Tensor Between(Tensor begin, Tensor end)
    {
        Tensor share = Tensor.From([.. Enumerable.Range(0, Steps).Select(i => i / (Steps - 1f))], [Steps, 1]);
        Tensor straight = begin * (1 - share) + end * share, wanted = Length(begin) * (1 - share) + Length(end) * share;
        return straight * (wanted / Length(straight).Maximum(1e-6f));

        static Tensor Length(Tensor rows) => rows.Square().Sum(1, keepAxis: true).Sqrt();
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("LatentWalk",
        "Items on the way between two codes of a generator, and the item of a code under sliders.",
        settings => new LatentWalkBehaviour
        {
            Steps = settings.Int("steps", 8, min: 2, max: 256), Seconds = settings.Number("seconds", 4, min: 0.1, max: 1e6),
            Turned = settings.Int("knobs", 6, min: 0, max: 64), LearnerName = settings.Learner(),
        });
}
