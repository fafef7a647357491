using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Engine.Views;
using VkLearn.Formats;

namespace VkLearn.Engine.Behaviours;

/// <summary>
/// For each of a few items that are made the nearest of those that were learned from, by the squared difference of their values: whether
/// they are new, or copied. By this entity's name <c>pairs</c>, [2 items, ..item]: the made ones, then for each its nearest.
/// </summary>
/// <param name="tensor">What is made, by name, such as <c>samples/samples</c>.</param>
public sealed class NearestRealBehaviour(string tensor) : Behaviour, ITensors, IOfLearner
{
    const string Pairs = "pairs";

    Recording? finding;
    double due;

    /// <summary>Made ones that are compared.</summary>
    public int Items { get; init; } = 8;

    /// <summary>Learned ones that they are compared with, the first of the data.</summary>
    public int Among { get; init; } = 10_000;

    /// <summary>From one look to the next.</summary>
    public double Seconds { get; init; } = 5;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public TensorMemory Find(string name) => name == Pairs ? Finding.Result.Memory!.Value
        : throw new UnknownTensorException(name, $"Nearest real items have no tensor \"{name}\", but \"{Pairs}\".");

    protected override void LateUpdate()
    {
        if (Time.UnscaledTotal >= due)
        {
            due = Time.UnscaledTotal + Seconds;
            Finding.Replay();
        }
    }

    protected override void OnDestroy() => finding?.Dispose();

    Recording Finding => finding ??= Record();

    Recording Record()
    {
        Dataset data = Scene.FindTrainer(LearnerName).Data;
        Tensor made = Tensor.At(Scene.Gpu, Scene.FindTensor(tensor)), real = data.First(Scene.Gpu, Math.Min(Among, data.Count));
        Shape wanted = [made.Shape[0], .. data.Shape];
        if (made.Shape[0] < Items || made.Shape != wanted)
        {
            throw new ArgumentException(
                $"Nearest real items are of {Items} made ones or more, each {data.Shape} as those that are learned from; "
                + $"\"{tensor}\" is {made.Shape}.");
        }

        return Scene.Gpu.Record(() =>
        {
            Tensor some = made.Slice(0, 0, Items), of = some.Flatten(), rows = real.Flatten();
            Tensor nearness = of.MatMul(rows.Transpose()) * 2 - rows.Square().Sum(1).Reshape([1, rows.Shape[0]]);
            return Primitives.Concat.Of(0, some, real.Gather(nearness.ArgMax(-1)));
        }, training: false, name: "nearest real items");
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("NearestReal",
        "For each of a few made items the nearest real one, whether they are new or copied.",
        settings => new NearestRealBehaviour(settings.Text("tensor"))
        {
            Items = settings.Int("items", 8, min: 1, max: 256), Among = settings.Int("among", 10_000, min: 1, max: 1 << 20),
            Seconds = settings.Number("seconds", 5, min: 0.1, max: 1e6), LearnerName = settings.Learner(),
        });
}
