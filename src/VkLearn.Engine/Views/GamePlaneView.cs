using System.Numerics;
using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Learners;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// The game of a <see cref="GanLearner"/> of points on a plane: real and made points of its batch, what the critic says all over the plane,
/// where it draws what is made, and, where noise is of two numbers, what becomes of an even lattice of it. Its tensors, by this entity's
/// name: <c>field</c>, <c>pulls</c>, <c>lattice</c>.
/// </summary>
public sealed class GamePlaneView : Behaviour, IShown, ITensors, IOfLearner
{
    const string Field = "field", Pulls = "pulls", Lattice = "lattice", Real = "real", Made = "made";
    const int FieldSize = 64, LatticeSide = 21;

    BatchObserver? observer;
    Recording? recording;
    float[]? given; // the points that were real before one drew others

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "The game";

    /// <summary>The plane goes from less this to this both ways.</summary>
    public double Reach { get; init; } = 3;

    /// <summary>How far real points lie from strokes that are drawn, in each direction.</summary>
    public float Deviation { get; init; } = 0.05f;

    public IReadOnlyList<string> Tensors
    {
        get
        {
            _ = Learner; // who learns otherwise has none of these
            return [Named(Real), Named(Made)];
        }
    }

    public View MakeView()
    {
        float? most = Learner.Players.Loss == AdversarialLoss.Wasserstein ? null : 0.5f;
        GamePlane plane = new(Scene.FindSource(Named(Real)), Scene.FindSource(Named(Made)), Scene.FindSource($"{Entity.Path}/{Pulls}"),
            Scene.FindSource($"{Entity.Path}/{Field}"), Reach, most)
        {
            Title = Title,
            LatticePoints = HasLattice ? Scene.FindSource($"{Entity.Path}/{Lattice}") : null,
        };
        plane.Drawn += LearnFrom;
        return plane;
    }

    /// <summary>Points along the strokes are real from now on; those of before where there is no stroke.</summary>
    internal void LearnFrom(IReadOnlyList<Vector2[]> strokes)
    {
        Dataset data = Observer.Trainer.Data;
        string field = data.Fields[0].Name;
        given ??= data.Read(field);
        data.Rewrite(field, strokes.Count == 0 ? given : DrawnPoints.Along(strokes, data.Count, Deviation, seed: 1).Points);
    }

    public TensorMemory Find(string name) => name switch
    {
        Field => Looking.Results[0].Memory!.Value,
        Pulls => Looking.Results[1].Memory!.Value,
        Lattice when HasLattice => Looking.Results[2].Memory!.Value,
        _ => throw new UnknownTensorException(name, $"The game's plane has no \"{name}\". It has: {Field}, {Pulls}"
            + (HasLattice ? $", {Lattice}." : ".")),
    };

    protected override void LateUpdate()
    {
        if (Observer.IsDue())
        {
            Looking.Replay();
        }
    }

    protected override void OnDestroy() => recording?.Dispose();

    BatchObserver Observer => observer ??= new(Scene, LearnerName);

    GanLearner Learner => Observer.Trainer.Learner as GanLearner ?? throw new ArgumentException(
        $"A game's plane needs a learner of type Gan; this is a {Observer.Trainer.Learner.GetType().Name}.");

    bool HasLattice => Learner.Players.Latent == 2;

    Recording Looking => recording ??= Record();

    Recording Record()
    {
        Observer.Trainer.Prepare();
        if (Learner.IsConditional || Observer.Trainer.Data.Shape != [2])
        {
            throw new ArgumentException("A game's plane is of points [2] whose players are not told a class; items are "
                + $"{Observer.Trainer.Data.Shape}.");
        }

        Players players = Learner.Players;
        return Scene.Gpu.Record(() =>
        {
            Tensor made = Tensor.At(Scene.Gpu, Observer.Trainer.Find(Made)), field = players.Lean(PlaneGrid.Middles(FieldSize, Reach));
            field = players.Loss == AdversarialLoss.Wasserstein ? field - field.Mean() : field;
            return [field.Reshape([FieldSize, FieldSize]), players.Pull(made),
                .. HasLattice ? [players.Make(Even()).Reshape([LatticeSide, LatticeSide, 2])] : (Tensor[])[]];
        }, training: false, name: "game's plane");
    }

    /// <summary>Noise on a lattice, as far as most of it goes.</summary>
    Tensor Even()
    {
        float end = Learner.Players.Noise == LatentNoise.Normal ? 2.5f : 1;
        float[] at = [.. Enumerable.Range(0, LatticeSide).Select(i => end * (2f * i / (LatticeSide - 1) - 1))];
        return Tensor.From([.. from row in at from column in at from value in (float[])[column, row] select value],
            [LatticeSide * LatticeSide, 2]);
    }

    string Named(string tensor) => TensorName.Of(LearnerName, tensor);

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("GamePlane",
        "A GAN's points on a plane, real ones where one draws: the critic's field, where it draws what is made, the generator's lattice.",
        settings => new GamePlaneView
        {
            Title = settings.Text("title", "The game"),
            LearnerName = settings.Learner(),
            Reach = settings.Number("reach", 3, min: 0.01, max: 1000),
            Deviation = settings.Float("deviation", 0.05f, min: 0),
        });
}
