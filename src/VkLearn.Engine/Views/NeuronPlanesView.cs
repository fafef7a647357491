using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Models;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// What each neuron of a <see cref="PlaneMlp"/> says all over the plane, and its weights as lines between them. Its tensors, by this
/// entity's name: <c>column0</c> (the features, each as a share of the most it comes to), <c>column1</c> and so on, and between them
/// <c>weight0</c> and so on. What is asked of two classes is how much the first one's logit is above the second's.
/// </summary>
public sealed class NeuronPlanesView : Behaviour, IShown, ITensors, IOfLearner
{
    const string Column = "column", Weight = "weight";
    const int Side = 32;

    BatchObserver? observer;
    Recording? recording;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "What each neuron says";

    /// <summary>The plane goes from less this to this both ways.</summary>
    public double Reach { get; init; } = 3;

    public IReadOnlyList<string> Tensors => [];

    public View MakeView()
    {
        TensorSource Source(string name) => Scene.FindSource($"{Entity.Path}/{name}");
        int last = Model.Weights.Count;
        return new NeuronPlanes(Title,
            [.. Enumerable.Range(0, last + 1).Select(i => new PlaneColumn(i == 0 ? "feature" : i == last ? "answer" : $"layer {i}",
                Source($"{Column}{i}"), i == 0 ? Model.FeatureNames : i == last ? ["all together"] : []))],
            [.. Enumerable.Range(0, last).Select(i => Source($"{Weight}{i}"))]);
    }

    public TensorMemory Find(string name)
    {
        int layers = Model.Weights.Count;
        string[] names =
            [.. Enumerable.Range(0, layers + 1).Select(i => $"{Column}{i}"), .. Enumerable.Range(0, layers).Select(i => $"{Weight}{i}")];
        return Array.IndexOf(names, name) is >= 0 and int at ? Looking.Results[at].Memory!.Value
            : throw new UnknownTensorException(name, $"Neurons on a plane have no \"{name}\". They have: {string.Join(", ", names)}.");
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

    PlaneMlp Model => Observer.ModelThat<PlaneMlp>("A view of neurons on a plane", "is a PlaneMlp");

    Recording Looking => recording ??= Record();

    Recording Record()
    {
        PlaneMlp model = Model;
        Observer.Trainer.Prepare();
        return Scene.Gpu.Record(() =>
        {
            Tensor[] said = model.Responses(PlaneGrid.Middles(Side, Reach));
            Tensor[] weights = [.. model.Weights.Select(weight => weight.Value)];
            said[0] /= said[0].Abs().Max(0, keepAxis: true);
            (said[^1], weights[^1]) = (Asked(said[^1]), Asked(weights[^1]));
            return [.. said.Select(one => one.Transpose().Reshape([one.Cols, Side, Side])), .. weights.Select(weight => weight * 1)];
        }, training: false, name: "neurons on a plane");
    }

    /// <summary>Of what is said of two classes [.., 2], how much more of the first; else itself.</summary>
    static Tensor Asked(Tensor said) => said.Cols == 2 ? said.Slice(1, 0, 1) - said.Slice(1, 1, 1) : said;

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("NeuronPlanes",
        "What each neuron of a PlaneMlp says all over the plane, with its weights as lines.",
        settings => new NeuronPlanesView
        {
            Title = settings.Text("title", "What each neuron says"),
            LearnerName = settings.Learner(),
            Reach = settings.Number("reach", 3, min: 0.01, max: 1000),
        });
}
