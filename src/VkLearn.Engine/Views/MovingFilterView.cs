using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Primitives;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// A convolution in slow motion: one filter goes over one image of the trainer's batch place by place, as playback says. Image and filter
/// are those of the round's begin. Its tensors, by this entity's name: <c>image</c> [1, 1, H, W] with its padding, <c>filter</c>,
/// <c>window</c> and <c>products</c> [K, K], <c>sum</c> [1, 1], and <c>result</c> [1, 1, OH, OW], of which the places still to come are 0.
/// </summary>
public sealed class MovingFilterView : Behaviour, IShown, IOfLearner, ITensors, IAtWork
{
    const string Image = "image", Filter = "filter", WindowName = "window", Products = "products", Sum = "sum", Result = "result";

    // Sobel's: where brightness grows from left to right.
    static readonly float[] edges = [-1, 0, 1, -2, 0, 2, -1, 0, 1];

    readonly State place = new("place", [1], type: DType.Int32), chosen = new("filtered image", [1], type: DType.Int32);
    BatchObserver? observer;
    Recording? begin, step;
    TensorGrid? view;
    State? image, filter, result;
    int kernel, columns, places, at = -1, index;
    double behind; // places that the time asks for

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "Image";

    /// <summary>The filters of the model that one is taken of, [OC, 1, K, K], by name; null: a fixed filter for edges.</summary>
    public string? Weight { get; init; }

    /// <summary>Which of the filters.</summary>
    public int Unit { get; init; }

    /// <summary>Pixels of zeros around the image.</summary>
    public int Padding { get; init; } = 1;

    /// <summary>Places a second.</summary>
    public double Rate { get; init; } = 12;

    /// <summary>The share of the first round that is done at once, so that it is seen to begin on what the image shows, not on its margin.
    /// </summary>
    public double StartShare { get; init; }

    /// <summary>The place that the filter is at, counted row by row; -1 before the first.</summary>
    public int At => at;

    public IReadOnlyList<string> Tensors => [.. BatchObserver.TensorsOf(LearnerName), .. new[] { Weight }.OfType<string>()];

    public View MakeView() => view = new TensorGrid(Scene.FindSource($"{Entity.Name}/{Image}")) { Title = Title };

    public TensorMemory Find(string name)
    {
        Prepare();
        return name switch
        {
            Image => image!.Memory!.Value,
            Filter => filter!.Memory!.Value,
            Result => result!.Memory!.Value,
            WindowName => step!.Results[0].Memory!.Value,
            Products => step!.Results[1].Memory!.Value,
            Sum => step!.Results[2].Memory!.Value,
            _ => throw new UnknownTensorException(name, $"A moving filter has no \"{name}\". It has: {Image}, {Filter}, {WindowName}, "
                + $"{Products}, {Sum}, {Result}."),
        };
    }

    public Rectangle? CellsOf(string tensor) => at < 0 ? null : tensor switch
    {
        Image => new(at % columns, at / columns, kernel, kernel),
        Result => new(at % columns, at / columns, 1, 1),
        _ => null,
    };

    protected override void LateUpdate()
    {
        Prepare();
        Playback playback = Scene.Playback;
        if (Looking.Trainer.Steps == 0)
        {
            return;
        }

        behind = playback.IsPaused || at < 0 ? 0 : behind + Time.Delta * Rate;
        int steps = at < 0 ? 1 + (int)(StartShare * places) : playback.IsStepping ? 1 : (int)behind;
        behind -= Math.Min(steps, behind);
        Move(steps);

        view?.Outlined = CellsOf(Image);
    }

    protected override void OnDestroy()
    {
        begin?.Dispose();
        step?.Dispose();
    }

    BatchObserver Looking => observer ??= new(Scene, LearnerName);

    /// <summary>Goes on by places; behind the last one comes the first, of the image and the filter that there are then.</summary>
    void Move(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            at = (at + 1) % places;
            if (at == 0)
            {
                index = Scene.FindBehaviour<ImageBatchView>()?.Chosen ?? (index + 1) % Looking.Trainer.Batch;
                chosen.Load([index]);
                begin!.Replay();
            }

            place.Load([at]);
            step!.Replay();
        }
    }

    void Prepare()
    {
        if (step is not null)
        {
            return;
        }

        Tensor batch = Looking.Batch, weights = Weights();
        if (batch.Shape.Rank != 4 || batch.Shape[1] != 1 || weights.Shape.Rank != 4 || weights.Shape[1] != 1
            || weights.Shape[2] != weights.Shape[3] || Unit >= weights.Shape[0])
        {
            throw new ArgumentException($"MovingFilter: needs grey images [N, 1, H, W] and filter {Unit} of [OC, 1, K, K], "
                + $"received {batch.Shape} and {weights.Shape}. Show the first layer of a model of grey images.");
        }

        Record(batch, weights);
    }

    Tensor Weights() => Weight is { } name ? Tensor.At(Scene.Gpu, Scene.FindTensor(name)) : Tensor.From(edges, [1, 1, 3, 3]);

    void Record(Tensor batch, Tensor weights)
    {
        kernel = weights.Shape[2];
        (int height, int width) = (batch.Shape[2] + 2 * Padding, batch.Shape[3] + 2 * Padding);
        (int rows, int across) = new Window(kernel, kernel).Over([height, width], "MovingFilter");
        (columns, places) = (across, rows * across);
        image = new State("filtered image", [1, 1, height, width]);
        filter = new State("filter", [kernel, kernel]);
        result = new State("filter's result", [1, 1, rows, across]);
        begin = Scene.Gpu.Record(() =>
        {
            image.Assign(batch.Gather(chosen).Pad(2, Padding, Padding).Pad(3, Padding, Padding));
            filter.Assign(weights.Slice(0, Unit, 1).Reshape([kernel, kernel]));
            result.Assign(Tensor.Zeros(result.Shape));
        }, training: false, name: "begin of a round");
        step = Scene.Gpu.Record(() =>
        {
            Tensor windows = image.Value.Windows(new Window(kernel, kernel)).Reshape([kernel * kernel, places]);
            Tensor window = windows.Gather(place, axis: 1).Reshape([kernel, kernel]);
            Tensor products = window * filter, sum = products.Sum();
            result.Assign(Where.Select(new Iota(result.Shape).Apply()[0].EqualTo(place), sum, result));
            return [window, products, sum.Reshape([1, 1])];
        }, training: false, name: "filter's step");
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("MovingFilter",
        "A convolution in slow motion: one filter goes over one image of the batch, place by place.",
        settings => new MovingFilterView
        {
            Title = settings.Text("title", "Image"),
            LearnerName = settings.Learner(),
            Weight = settings.TextOrNull("weights"),
            Unit = settings.Int("unit", 0, min: 0),
            Padding = settings.Int("padding", 1, min: 0, max: 16),
            Rate = settings.Number("rate", 12, min: 0.1, max: 1000),
            StartShare = settings.Number("start", 0, min: 0, max: 0.99),
        });
}
