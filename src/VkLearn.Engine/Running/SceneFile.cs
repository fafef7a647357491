using VkLearn.Data;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Learners;
using VkLearn.Losses;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>
/// A scene's file, read: what learns (<c>"models"</c>, <c>"learner"</c> or several
/// <c>"learners"</c>), from what (<c>"data"</c>), and how long
/// (<c>"training"</c>); what is seen of it (<c>"views"</c>), how frames are spent (<c>"frame"</c>) and what else is in the scene
/// (<c>"behaviours"</c>). All of it is made, but lies on no device yet.
/// </summary>
public sealed class SceneFile
{
    /// <summary>Under what a checkpoint's metadata have what was found out from the items to learn from:
    /// <see cref="DataSource.PreparedBy"/>.</summary>
    public const string Preparation = "preparation";

    readonly Settings scene, training;
    readonly List<SceneBehaviour> views = [];

    SceneFile(Settings scene)
    {
        this.scene = scene;
        Text = scene.ToJson();
        About = scene.Text("about", "");
        Data = DataSource.Read(scene.Required("data"));
        training = scene.Required("training");
        SceneParts parts = ReadParts();
        Learners = LearnerSettings.With(parts, () => ReadLearners(parts));
        Batch = training.Int("batch", min: 1);
        Epochs = training.Int("epochs", min: 1);
        Seed = training.Int("seed", 1, min: 0);
        Precision = training.OneOf<Precision>("precision", Precision.Float32);
        Augmentation = training.Child("augmentation") is { } augmentation ? Augmentation.Read(augmentation) : null;
        training.RefuseUnknown();
        Frame = FrameBudget.Read(scene.Child("frame"));
        Layout = scene.Child("views") is { } views ? Engine.Layout.Read(views, this.views.Add) : null;
        Behaviours = scene.Has("behaviours") ? [.. scene.List("behaviours").Select(SceneBehaviour.Read)] : [];
        scene.RefuseUnknown();
        CheckLearners();
    }

    /// <summary>Whether views and behaviours name learners that there are.</summary>
    void CheckLearners()
    {
        foreach (SceneBehaviour behaviour in Views.Concat(Behaviours))
        {
            if (behaviour.Behaviour is IOfLearner { LearnerName: { } name } && Learners.All(one => one.Name != name))
            {
                throw behaviour.Place.Error(NoLearner(name, [.. Learners.Select(one => one.Name)]), "learner");
            }
        }
    }

    internal static string NoLearner(string name, IReadOnlyList<string> known) => $"There is no learner \"{name}\"."
        + $"{NearestWord.Meant(name, known)} There are: {string.Join(", ", known)}.";

    /// <summary>What learners find by name.</summary>
    SceneParts ReadParts()
    {
        Dictionary<string, Layer> models = [];
        if (scene.Child("models") is { } named)
        {
            foreach (string name in named.Keys)
            {
                models.Add(name, Catalog<Layer>.Read(named.Required(name)));
            }
        }

        if (scene.Child("model") is { } model)
        {
            models.Add("model", Catalog<Layer>.Read(model));
        }

        return new SceneParts(models, scene.Child("optimizer") is { } optimizer ? () => ReadOptimizer(optimizer) : null);
    }

    /// <summary>An optimiser with what <c>"training"</c> says of all of them.</summary>
    Optimizer ReadOptimizer(Settings settings)
    {
        Optimizer optimizer = LearnerSettings.ReadOptimizer(settings);
        optimizer.ClipNorm = training.Has("clipNorm") ? training.Float("clipNorm", min: float.Epsilon) : optimizer.ClipNorm;
        optimizer.ClipValue = training.Has("clipValue") ? training.Float("clipValue", min: float.Epsilon) : optimizer.ClipValue;
        return optimizer;
    }

    /// <summary>One, or several under names of the writer's own.</summary>
    IReadOnlyList<(string, Learner)> ReadLearners(SceneParts parts)
    {
        if (scene.Child("learners") is not { } several)
        {
            return [("trainer", ReadLearner(parts))];
        }

        if (scene.Has("learner"))
        {
            throw scene.Error("a scene has a \"learner\" or \"learners\", not both. Put it among them, under a name.", "learner");
        }

        IReadOnlyList<string> names = several.Keys;
        if (names.FirstOrDefault(name => name == "" || name.AsSpan().ContainsAny('/', '.')) is { } wrong)
        {
            throw several.Error(
                $"a learner cannot be named \"{wrong}\": its name stands before a slash or a point, as in b/loss. Leave those out.", wrong);
        }

        return names is [] ? throw several.Error("\"learners\" has none: give each a name, as in { \"a\": { \"type\": .. } }.")
            : [.. names.Select(name => (name, Catalog<Learner>.Read(several.Required(name))))];
    }

    /// <summary>
    /// Without a <c>"learner"</c> it is a classifier, or a regressor where <c>"loss"</c> is one's: <c>"model"</c> and <c>"optimizer"</c>
    /// are its short form.
    /// </summary>
    Learner ReadLearner(SceneParts parts)
    {
        if (scene.Child("learner") is { } learner)
        {
            return Catalog<Learner>.Read(learner);
        }

        LossFunction? loss = scene.Child("loss") is { } given ? Catalog<LossFunction>.Read(given) : null;
        scene.Required("model");
        (Layer model, Optimizer optimizer) = (parts.Models["model"], ReadOptimizer(scene.Required("optimizer")));
        return loss is RegressionLoss ofNumbers ? new Regressor(model, optimizer, ofNumbers, metrics: Score.Read<RegressionScore>(scene))
            : ReadClassifier(model, optimizer, loss as ClassificationLoss);
    }

    Classifier ReadClassifier(Layer model, Optimizer optimizer, ClassificationLoss? loss)
    {
        float labelSmoothing = training.Float("labelSmoothing", 0, min: 0, max: 1);
        return labelSmoothing == 0 || loss is null ? new Classifier(
                model, optimizer, labelSmoothing, WeightAverage.Read(training), loss, Score.Read<ClassificationScore>(scene))
            : throw training.Error($"labelSmoothing is of softmax cross entropy by default, but the scene has a \"loss\": {loss}. "
                + "Say it there, as in { \"type\": \"SoftmaxCrossEntropy\", \"labelSmoothing\": 0.1 }.", "labelSmoothing");
    }

    /// <summary>What it shows, in a sentence.</summary>
    public string About { get; }

    public DataSource Data { get; }

    /// <summary>What learns; where several do, the first of them.</summary>
    public Learner Learner => Learners[0].Learner;

    /// <summary>All that learn, by the names of their entities: <c>trainer</c> where there is only one.</summary>
    public IReadOnlyList<(string Name, Learner Learner)> Learners { get; }

    /// <summary>One of them, by its name; null: the first.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message names those there are, and the nearest.</exception>
    public (string Name, Learner Learner) FindLearner(string? name) => name is null ? Learners[0]
        : Learners.FirstOrDefault(one => one.Name == name) is { Learner: not null } found ? found
        : throw new ArgumentException(NoLearner(name, [.. Learners.Select(one => one.Name)]));

    /// <summary>The whole scene as JSON, changed as it was read.</summary>
    public string Text { get; }

    /// <summary>The same of several lines, with all that was not said as it will be.</summary>
    public string FullText => scene.ToJsonWithDefaults();

    /// <summary>Items in a step.</summary>
    public int Batch { get; }

    /// <summary>How long a run is, unless told otherwise.</summary>
    public int Epochs { get; }

    /// <summary>What random numbers, the order of items and the first weights come from.</summary>
    public int Seed { get; }

    /// <summary>How a training step's numbers lie in memory between kernels; tests are in single precision.</summary>
    public Precision Precision { get; }

    /// <summary>What is done to the images of a training step; null: nothing.</summary>
    public Augmentation? Augmentation { get; }

    /// <summary>How frames are spent where they are drawn.</summary>
    public FrameBudget Frame { get; }

    /// <summary>What the window shows; null where the scene has no views.</summary>
    internal Rendering.Layout<Behaviour>? Layout { get; }

    /// <summary>Whether there is something to be seen.</summary>
    public bool HasViews => Layout is not null;

    /// <summary>What <see cref="Layout"/> is made of.</summary>
    internal IReadOnlyList<SceneBehaviour> Views => views;

    internal IReadOnlyList<SceneBehaviour> Behaviours { get; }

    /// <summary>Reads a scene.</summary>
    /// <param name="path">Its file, or the name of one of <see cref="BuiltInScenes"/>.</param>
    /// <param name="changes">Values to use instead of the file's, each by its path such as <c>training.batch</c>, in order.</param>
    /// <exception cref="SettingsException">It cannot be read; the message names file, line and the nearest right word.</exception>
    public static SceneFile Read(string path, params IEnumerable<(string Path, string Value)> changes) =>
        new(changes.Aggregate(BuiltInScenes.Find(path), (scene, change) => scene.With(change.Path, change.Value)));

    /// <summary>Reads a scene from its settings.</summary>
    /// <exception cref="SettingsException">It cannot be read; the message names file, line and the nearest right word.</exception>
    public static SceneFile Read(Settings scene) => new(scene);

    /// <summary>Reads a scene from its text, such as <see cref="Text"/> of another.</summary>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="SettingsException">It cannot be read; the message names line and the nearest right word.</exception>
    public static SceneFile Parse(string name, string text) => new(Settings.Parse(name, System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether there are enough items, and the augmentation fits them.</summary>
    /// <exception cref="SettingsException">It does not; the message names the place in the file.</exception>
    internal void CheckFit(Dataset train)
    {
        if (train.Count < Batch)
        {
            throw training.Error(
                $"the batch has {Batch} items, but there are only {train.Count} to learn from. Use a batch of at most that.", "batch");
        }

        try
        {
            Augmentation?.Apply(Tensor.Zeros([Batch, .. train.Shape]));
        }
        catch (ArgumentException refused)
        {
            throw training.Error(refused.Message, "augmentation", refused);
        }
    }

    /// <summary>Has a learner traced; what it or one of its layers refuses is blamed on its place in the file.</summary>
    /// <exception cref="SettingsException">The learner does not fit the data.</exception>
    internal void Blame(Learner learner, Action trace)
    {
        try
        {
            trace();
        }
        catch (ArgumentException refused) when (refused is not UnknownTensorException)
        {
            Settings place = PlaceOf(Layer.ThatRefused(refused)) ?? SettingsSource.Of(learner) ?? scene.Child("model") ?? scene;
            throw place.Error(refused.Message, cause: refused);
        }
    }

    /// <summary>Has something done for each learner, in order; what it refuses is blamed on its place in the file.</summary>
    /// <exception cref="SettingsException">A learner does not fit the data.</exception>
    internal void BlameLearners(Action<Learner> forLearner)
    {
        foreach ((_, Learner learner) in Learners)
        {
            Blame(learner, () => forLearner(learner));
        }
    }

    static Settings? PlaceOf(Layer? layer)
    {
        for (; layer is not null; layer = layer.Parent)
        {
            if (SettingsSource.Of(layer) is { } place)
            {
                return place;
            }
        }

        return null;
    }

    /// <summary>Adds what else the file names.</summary>
    /// <param name="isSeen">Whether there is something to draw views on.</param>
    internal void Fill(Scene scene, bool isSeen)
    {
        scene.Changes.Begin(this.scene);
        (scene.Playback.FrameRate, scene.Playback.TrainingShare) = (Frame.Rate, Frame.Training);
        SceneBehaviour[] all = [.. Behaviours, .. isSeen ? Views : []];
        Array.ForEach(all, behaviour => behaviour.AddTo(scene));
        Array.ForEach(all, behaviour => behaviour.FindParent(scene));

        if (isSeen && Layout is { } layout)
        {
            scene.Show(layout);
        }
    }

    /// <summary>The place of the view that asked for a tensor that is not there.</summary>
    internal SettingsException BlameView(UnknownTensorException unknown) =>
        Views.First(view => ((IShown)view.Behaviour).Tensors.Any(tensor => TensorName.Parse(tensor).Name == unknown.Name))
            .Place.Error(unknown.Message, "tensor", unknown);

    /// <summary>Has something done for each view; what it refuses is blamed on the view's place in the file.</summary>
    /// <exception cref="SettingsException">A tensor is not there, or cannot be shown so.</exception>
    internal void BlameViews(Action<SceneBehaviour> forView)
    {
        foreach (SceneBehaviour view in Views)
        {
            try
            {
                forView(view);
            }
            catch (ArgumentException refused)
            {
                throw view.Place.Error(refused.Message, "tensor", refused);
            }
        }
    }
}
