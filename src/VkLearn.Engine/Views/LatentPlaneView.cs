using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Models;
using VkLearn.Primitives;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;
using Axis = VkLearn.Rendering.Axis;

namespace VkLearn.Engine.Views;

/// <summary>
/// A plane of codes of a model that has such (<see cref="ICodec"/>): where the batch's items lie on it, by the colour of their classes, and
/// a place that the pointer walks, or that wanders by itself. Of a code of more than two numbers it is that of the two that vary most over
/// the batches, or that were chosen; the others are 0 on it. Its tensors, by this entity's name: <c>points</c>, <c>image</c>, what the
/// model makes of the place in each frame, and <c>grid</c>, what it makes of places all over the plane, as one picture.
/// </summary>
public sealed class LatentPlaneView : Behaviour, IShown, ITensors, IOfLearner, IKnobs
{
    const string Points = "points", Image = "image", Grid = "grid";
    const float KeptSpread = 0.9f, Hold = 1.2f; // of the mean spread, a look; what is shown stays until another spreads so much more
    const double SecondsUntilWandering = 2;

    readonly State place = new("latent place", [2]), axes = new("latent axes", [2], type: DType.Int32);
    readonly State chosen = new("chosen axes", [2], -1); // -1: those that vary most
    readonly int[] chosenAxes = [-1, -1];
    BatchObserver? observer;
    ScatterPlot? plot;
    Recording? looking, walking;
    int codeSize;
    double walkedAt = double.NegativeInfinity;
    bool isTurned;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "Latent plane";

    /// <summary>The plane goes from less this to this both ways.</summary>
    public double Reach { get; init; } = 3;

    /// <summary>Rows and columns of <c>grid</c>.</summary>
    public int GridSize { get; init; } = 12;

    /// <summary>The place that is decoded; it stays for a while, then it wanders on by itself.</summary>
    public (double X, double Y) Place
    {
        get;
        set => (field, walkedAt) = (value, Scene.Time.UnscaledTotal);
    }

    public IReadOnlyList<string> Tensors => [Named(Input), .. Label is { } label ? [Named(label)] : (string[])[]];

    /// <summary>Of a code of more than two numbers, which one goes which way, from 1; 0: one of those that vary most.</summary>
    public IReadOnlyList<Knob> Knobs
    {
        get
        {
            _ = Looking; // which finds out how many there are
            return codeSize <= 2 ? [] : [KnobOf("across", 0), KnobOf("upwards", 1)];
        }
    }

    public View MakeView() => plot = new ScatterPlot(Scene.FindSource($"{Entity.Path}/{Points}"), Scene.ClassNames, Reach)
    {
        Title = Title,
        Labels = Label is { } label ? Scene.FindSource(Named(label)) : null,
        ItemGroup = Named(Input),
    };

    public TensorMemory Find(string name) => name switch
    {
        Points => Looking.Results[0].Memory!.Value,
        Grid => Looking.Results[1].Memory!.Value,
        Image => Walking.Result.Memory!.Value,
        _ => throw new UnknownTensorException(name, $"A latent plane has no \"{name}\". It has: {Points}, {Image}, {Grid}."),
    };

    protected override void LateUpdate()
    {
        if (Observer.IsDue(isTurned))
        {
            isTurned = false;
            Looking.Replay();
        }

        Walk();
        Recording decoding = Walking;
        place.Load([(float)Place.X, (float)Place.Y]);
        decoding.Replay();
    }

    protected override void OnDestroy()
    {
        looking?.Dispose();
        walking?.Dispose();
    }

    BatchObserver Observer => observer ??= new(Scene, LearnerName);

    TrainerBehaviour Trainer => Observer.Trainer;

    ICodec Codec => Observer.ModelThat<ICodec>("A latent plane", "encodes and decodes, such as a Vae");

    string Input => Dataset.TensorNameOf(Trainer.Data.Fields.First(one => one.Meaning is not Meaning.Label));

    /// <summary>Null where items have none.</summary>
    string? Label => Trainer.Data.Fields.FirstOrDefault(one => one.Meaning is Meaning.Label) is { } label
        ? Dataset.TensorNameOf(label) : null;

    Recording Looking => looking ??= Record(() => [Look(Codec.Encode(Tensor.At(Scene.Gpu, Trainer.Find(Input)))), Decoded()], "look");

    Recording Walking
    {
        get
        {
            _ = Looking; // which says what the axes are, and of how many numbers
            return walking ??= Record(() => [Codec.Decode(OnPlane(place.Value.Reshape([1, 2]))).Reshape([1, Height, Width])], "walk");
        }
    }

    int Height => Item[1];

    int Width => Item[2];

    Shape Item => Observer.GreyImage("A latent plane");

    string Named(string tensor) => TensorName.Of(LearnerName, tensor);

    Recording Record(Func<Tensor[]> trace, string name)
    {
        Trainer.Prepare();
        return Scene.Gpu.Record(trace, training: false, name: $"latent plane's {name}");
    }

    /// <summary>Where codes lie on the plane: [N, 2]. Says first which numbers of them it is of.</summary>
    Tensor Look(Tensor codes)
    {
        codeSize = codes.Cols;
        if (codeSize < 2)
        {
            throw new ArgumentException($"A latent plane needs codes of two numbers or more; these are {codes.Shape}.");
        }

        State spread = new("latent spread", [codeSize]);
        Tensor spreads = spread.Value * KeptSpread + codes.Variance(0) * (1 - KeptSpread);
        spread.Assign(spreads);
        Tensor most = (spreads * (axes.Value.OneHot(codeSize).Sum(0) * (Hold - 1) + 1)).TopK(2).Index.Cast(DType.Float32);
        Tensor rising = Tensor.Stack(0, most.Min(0), most.Max(0)); // so that they do not change places
        axes.Assign(Where.Select(chosen.Value < 0, codeSize == 2 ? Tensor.From([0f, 1f], [2]) : rising, chosen).Cast(DType.Int32));
        return codes.MatMul(Basis.Transpose());
    }

    /// <summary>1 at the number of each axis: [2, numbers].</summary>
    Tensor Basis => axes.Value.OneHot(codeSize);

    Tensor OnPlane(Tensor places) => places.MatMul(Basis);

    /// <summary>What is made of places all over the plane, from its left top on: [1, GridSize Height, GridSize Width].</summary>
    Tensor Decoded()
    {
        int size = GridSize;
        return Codec.Decode(OnPlane(PlaneGrid.Middles(size, Reach))).Reshape([size, size, Height, Width])
            .Permute(0, 2, 1, 3).Reshape([1, size * Height, size * Width]);
    }

    void Walk()
    {
        if (plot is { IsPointedAt: true })
        {
            Place = plot.Place;
        }
        else if (Scene.Time.UnscaledTotal - walkedAt > SecondsUntilWandering)
        {
            double time = Scene.Time.UnscaledTotal, far = Reach * 0.6;
            Place = (far * Math.Sin(0.5 * time), far * Math.Sin(0.7 * time + 1));
            walkedAt = double.NegativeInfinity;
        }

        plot?.Place = Place;
    }

    Knob KnobOf(string name, int way) => new(name, 0, codeSize, () => chosenAxes[way] + 1, value =>
    {
        chosenAxes[way] = (int)Math.Round(value) - 1;
        chosen.Load([chosenAxes[0], chosenAxes[1]]);
        isTurned = true;
    });

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("LatentPlane",
        "A plane of a model's codes: where the batch lies on it, and a place that the pointer walks, decoded in each frame.",
        settings => new LatentPlaneView
        {
            Title = settings.Text("title", "Latent plane"),
            LearnerName = settings.Learner(),
            Reach = settings.Number("reach", 3, min: 0.01, max: 1000),
            GridSize = settings.Int("grid", 12, min: 1, max: 64),
        });
}
