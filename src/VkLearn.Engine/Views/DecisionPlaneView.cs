using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Primitives;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// What a <see cref="SupportVectorMachine"/> of two classes says of each place of a plane: its boundary, some of the points that it learns
/// from, and which of all are support vectors. Its tensors, by this entity's name: <c>field</c>, <c>first</c>, <c>second</c>,
/// <c>vectors</c>; what is of another class, or supports nothing, is no number.
/// </summary>
public sealed class DecisionPlaneView : Behaviour, IShown, ITensors, IOfLearner
{
    const string Field = "field", First = "first", Second = "second", Vectors = "vectors";
    const int FieldSize = 64, MostPoints = 2000;
    const float Margin = 1; // where a machine is sure: the ends of the field

    BatchObserver? observer;
    Recording? recording;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "The boundary";

    /// <summary>The plane goes from less this to this both ways.</summary>
    public double Reach { get; init; } = 3;

    public IReadOnlyList<string> Tensors => [];

    public View MakeView()
    {
        TensorSource Source(string name) => Scene.FindSource($"{Entity.Path}/{name}");
        return new DecisionPlane(
            Source(First), Source(Second), Source(Vectors), Source(Field), Observer.Trainer.ClassNames, Reach, 2 * Margin)
        {
            Title = Title,
        };
    }

    public TensorMemory Find(string name) => Array.IndexOf([Field, First, Second, Vectors], name) is >= 0 and int at
        ? Looking.Results[at].Memory!.Value
        : throw new UnknownTensorException(name, $"A decision plane has no \"{name}\". It has: {Field}, {First}, {Second}, {Vectors}.");

    protected override void LateUpdate()
    {
        if (Observer.IsDue())
        {
            Looking.Replay();
        }
    }

    protected override void OnDestroy() => recording?.Dispose();

    BatchObserver Observer => observer ??= new(Scene, LearnerName);

    SupportVectorMachine Machine => Observer.Trainer.Learner is SupportVectorLearner learner
        ? learner.Models.OfType<SupportVectorMachine>().First() : throw new ArgumentException(
            $"A decision plane needs a learner of type SupportVectorMachine; this is a {Observer.Trainer.Learner.GetType().Name}.");

    Recording Looking => recording ??= Record();

    Recording Record()
    {
        SupportVectorMachine machine = Machine;
        Observer.Trainer.Prepare();
        Dataset data = Observer.Trainer.Data;
        if (machine.Classes != 2 || data.Shape != [2])
        {
            throw new ArgumentException($"A decision plane is of points [2] of two classes; these are {data.Shape} of {machine.Classes}.");
        }

        int count = Math.Min(MostPoints, data.Count);
        Tensor points = data.First(Scene.Gpu, count);
        string label = data.Fields.First(one => one.Meaning is Meaning.Label).Name;
        float[] labels = data.Read(label)[..count];
        return Scene.Gpu.Record(() =>
        {
            Tensor OfClass(int one) => Some(Tensor.From([.. labels.Select(of => of == one ? 1f : 0)], [count, 1]), points);
            Tensor supports = machine.Coefficients.Value.Reshape([machine.Vectors.Shape[0], 1]).NotEqualTo(0);
            Tensor field = machine.Decisions(PlaneGrid.Middles(FieldSize, Reach)).Reshape([FieldSize, FieldSize]);
            return [field, OfClass(0), OfClass(1), Some(supports, machine.Vectors)];
        }, training: false, name: "decision plane");
    }

    static Tensor Some(Tensor which, Tensor points) => Where.Select(which, points, Tensor.Full([], float.NaN));

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("DecisionPlane",
        "What a support vector machine says all over a plane: the boundary between two classes, and the points that hold it.",
        settings => new DecisionPlaneView
        {
            Title = settings.Text("title", "The boundary"),
            LearnerName = settings.Learner(),
            Reach = settings.Number("reach", 3, min: 0.01, max: 1000),
        });
}
