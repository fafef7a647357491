using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using VkLearn.Data;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Models;
using VkLearn.Primitives;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// What a learner says of each place of a plane: of two classes the boundary between them, of a number how it goes; some of the points that
/// it learns from, and of a <see cref="SupportVectorMachine"/> those that hold the boundary. Its tensors, by this entity's name:
/// <c>field</c>, <c>vectors</c>, and for each kind of points <c>points0</c> and so on; what is of another kind, or supports nothing, is no
/// number.
/// </summary>
public sealed class DecisionPlaneView : Behaviour, IShown, ITensors, IOfLearner
{
    const string Field = "field", Vectors = "vectors", Points = "points";
    const int FieldSize = 64, MostPoints = 2000, OfPoint = 3; // numbers of a point that was added

    BatchObserver? observer;
    PlaneAnswers? answers;
    Recording? recording;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "The boundary";

    /// <summary>The plane goes from less this to this both ways.</summary>
    public double Reach { get; init; } = 3;

    /// <summary>Where the scene's file has the points that clicks add, as <c>data.added</c>; null: they add none.</summary>
    public string? Adds { get; init; }

    public IReadOnlyList<string> Tensors => [];

    public View MakeView()
    {
        TensorSource Source(string name) => Scene.FindSource($"{Entity.Path}/{name}");
        DecisionPlane plane = new(
            [.. Answers.Names.Select((name, kind) =>
                new PlaneGroup(Source($"{Points}{kind}"), name, theme => Answers.ColorOf(kind, theme)))],
            Answers.Machine is null ? null : Source(Vectors), Source(Field), Reach, Answers.Most)
        {
            Title = Title,
            Hint = Adds is null ? "" : Scene.Changes.Fixed ?? "left and right button add a point, Backspace takes it away",
        };
        if (Adds is not null)
        {
            plane.Clicked += (x, y, button) => Ask([.. Added, Math.Round(x, 3), Math.Round(y, 3), Answers.ValueOf(button)]);
        }

        return plane;
    }

    public TensorMemory Find(string name)
    {
        string[] ofMachine = Answers.Machine is null ? [] : [Vectors];
        string[] names = [Field, .. Answers.Names.Select((_, kind) => $"{Points}{kind}"), .. ofMachine];
        return Array.IndexOf(names, name) is >= 0 and int at ? Looking.Results[at].Memory!.Value
            : throw new UnknownTensorException(name, $"A decision plane has no \"{name}\". It has: {string.Join(", ", names)}.");
    }

    /// <summary>Backspace takes the point away that was added last.</summary>
    protected override bool OnKey(KeyEvent e)
    {
        bool takes = Adds is not null && e is { IsPressed: true, Key: Key.Backspace } && Added.Count > 0;
        if (takes)
        {
            Ask([.. Added.SkipLast(OfPoint)]);
        }

        return takes;
    }

    protected override void LateUpdate()
    {
        if (Observer.IsDue())
        {
            Looking.Replay();
        }
    }

    protected override void OnDestroy() => recording?.Dispose();

    BatchObserver Observer => observer ??= new(Scene, LearnerName);

    PlaneAnswers Answers => answers ??= new("A decision plane", Observer.Trainer.Learner, Observer.Trainer.Data);

    /// <summary>x, y and the class or number of each that was added.</summary>
    IReadOnlyList<double> Added => Scene.Changes.ValueAt(Adds!) is { } json && JsonNode.Parse(json) is JsonArray numbers
        ? [.. numbers.Select(number => (double)number!)] : [];

    void Ask(IEnumerable<double> added) => Scene.Changes.Ask(new(
        [(Adds!, $"[{string.Join(", ", added.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]")], KeepsLearned: true));

    Recording Looking => recording ??= Record();

    Recording Record()
    {
        PlaneAnswers says = Answers;
        Observer.Trainer.Prepare();
        Dataset data = Observer.Trainer.Data;
        int count = Math.Min(MostPoints, data.Count);
        Tensor points = Tensor.From(data.Read(data.Fields[0].Name)[^(2 * count)..], [count, 2]); // the last, with those that were added
        int[] kinds = says.KindsOf(data)[^count..];
        return Scene.Gpu.Record(() =>
        {
            Tensor OfKind(int one) => Some(Tensor.From([.. kinds.Select(of => of == one ? 1f : 0)], [count, 1]), points);
            Tensor field = says.Of(PlaneGrid.Middles(FieldSize, Reach)).Reshape([FieldSize, FieldSize]);
            return
            [
                field, .. says.Names.Select((_, kind) => OfKind(kind)),
                .. says.Machine is { } machine ? [Supports(machine)] : (Tensor[])[],
            ];
        }, training: false, name: "decision plane");
    }

    static Tensor Supports(SupportVectorMachine machine) =>
        Some(machine.Coefficients.Value.Reshape([machine.Vectors.Shape[0], 1]).NotEqualTo(0), machine.Vectors);

    static Tensor Some(Tensor which, Tensor points) => Where.Select(which, points, Tensor.Full([], float.NaN));

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("DecisionPlane",
        "What a learner says all over a plane: the boundary between two classes, or a number; clicks may add points.",
        settings => new DecisionPlaneView
        {
            Title = settings.Text("title", "The boundary"),
            LearnerName = settings.Learner(),
            Reach = settings.Number("reach", 3, min: 0.01, max: 1000),
            Adds = settings.TextOrNull("adds"),
        });
}
