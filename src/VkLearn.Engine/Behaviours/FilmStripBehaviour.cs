using System.Runtime.CompilerServices;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Engine.Behaviours;

/// <summary>
/// A tensor's first items as they were in the course of training, a row each time, from the first step on: <c>strip/film</c>, by this
/// entity's name, [rows * items, ..item]. Where the rows are used up, every other one is given up and the next come half as often, so that
/// they are always about evenly spaced over all of the run. What is not yet filled is 0.
/// </summary>
/// <param name="tensor">Its name, such as that of a sampler: <c>samples/samples</c>.</param>
public sealed class FilmStripBehaviour(string tensor) : Behaviour, ITensors, IOfLearner
{
    const string Film = "film";

    State? film, row;
    Recording? put, thin;
    TrainerBehaviour? trainer;
    long due, spacing;
    int used;

    /// <summary>In a row.</summary>
    public int Items { get; init; } = 10;

    public int Rows { get; init; } = 8;

    /// <summary>Steps from one row to the next, at first.</summary>
    public int Every { get; init; } = 10;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public TensorMemory Find(string name)
    {
        Prepare();
        return name == Film ? film!.Value.Memory!.Value
            : throw new UnknownTensorException(name, $"A film strip has no tensor \"{name}\", but \"{Film}\".");
    }

    protected override void Start()
    {
        Prepare();
        Scene.Playback.StartedOver += Clear;
    }

    protected override void LateUpdate()
    {
        if (trainer!.Steps < due)
        {
            return;
        }

        if (used == Rows)
        {
            thin!.Replay();
            (used, spacing) = ((Rows + 1) / 2, 2 * spacing);
        }

        row!.LoadInt32([used++]);
        put!.Replay();
        due = trainer.Steps + spacing;
    }

    protected override void OnDestroy()
    {
        Scene.Playback.StartedOver -= Clear;
        put?.Dispose();
        thin?.Dispose();
        film?.Dispose();
        row?.Dispose();
    }

    void Clear()
    {
        (used, due, spacing) = (0, 0, Every);
        film?.Load(new float[film.Shape.Count]);
    }

    void Prepare()
    {
        if (film is not null)
        {
            return;
        }

        trainer = Scene.FindTrainer(LearnerName);
        Tensor source = Tensor.At(Scene.Gpu, Scene.FindTensor(tensor));
        if (source.Shape.Rank < 2 || source.Shape[0] < Items)
        {
            throw new ArgumentException($"A film strip of {Items} items a row needs as many; \"{tensor}\" is {source.Shape}.");
        }

        film = new State("film", [Rows * Items, .. source.Shape.Sizes[1..]]);
        row = new State("film's row", [1], type: DType.Int32);
        Shape rows = [Rows, (int)(film.Shape.Count / Rows)];
        put = Scene.Gpu.Record(() =>
        {
            Tensor isRow = new Iota([Rows, 1]).Apply()[0].EqualTo(row.Value.Reshape([1, 1]));
            Tensor now = source.Slice(0, 0, Items).Reshape([1, rows[1]]);
            film.Assign(Where.Select(isRow, now, film.Value.Reshape(rows)).Reshape(film.Shape));
        }, training: false, name: "film strip");
        int[] kept = [.. Enumerable.Range(0, (Rows + 1) / 2).Select(i => 2 * i)];
        thin = Scene.Gpu.Record(() =>
        {
            Tensor half = film.Value.Reshape(rows).Gather(Tensor.From(kept, [kept.Length]));
            film.Assign(Concat.Of(0, half, Tensor.Zeros([Rows - kept.Length, rows[1]])).Reshape(film.Shape));
        }, training: false, name: "film strip, thinned");
        spacing = Every;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("FilmStrip",
        "Keeps a tensor's first items as they were in the course of training, a row each time.",
        settings => new FilmStripBehaviour(settings.Text("tensor"))
        {
            Items = settings.Int("items", 10, min: 1, max: 256), Rows = settings.Int("rows", 8, min: 2, max: 64),
            Every = settings.Int("every", 10, min: 1, max: 1 << 24), LearnerName = settings.Learner(),
        });
}
