using System.Security.Cryptography;
using System.Text;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>The numbers of <see cref="ClassifierQuality"/>: the classifier learns first, where none of the same data is kept.</summary>
sealed class ClassifierEstimate(GpuDevice gpu, IItemMaker maker, Splits data, ClassifierQuality quality,
    IReadOnlyDictionary<string, Metric> told) : Estimate
{
    const int JudgedAtOnce = 250, LearnedAtOnce = 64, MostNeighbours = 2000;

    readonly List<IDisposable> owned = [];
    readonly List<(Recording, int)> parts = [];
    Evaluator? test;
    FeatureNet? net;
    JudgedItems? samples, first, second, tested;
    Recording? sampleNeighbours, realNeighbours;
    bool isLearned, isAsked;

    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts => parts;

    /// <summary>Where the classifier is kept: by its data and by what it is, so that others have another.</summary>
    internal string File
    {
        get
        {
            string parameters = string.Join(' ', net!.Parameters.Select(one => $"{one.Path} {one.Shape}"));
            byte[] of = Encoding.UTF8.GetBytes($"{data.Train.On(gpu).Hash()} {quality.Epochs} times by {LearnedAtOnce}: {parameters}");
            return Path.Combine(CacheFolder.Default, "classifiers", Convert.ToHexStringLower(SHA256.HashData(of)) + ".safetensors");
        }
    }

    /// <inheritdoc/>
    public override void Begin()
    {
        Dispose();
        net = new FeatureNet(data.Train.Shape, Classes);
        owned.Add(net);
        Classifier classifier = new(net, new Adam(new Optimizers.CosineSchedule(1e-3f)));
        owned.Add(classifier);
        LearnIfNew(classifier);
        test = Own(new Evaluator(gpu, classifier, data.Test));
        parts.AddRange(test.Parts);
        test.Begin();
        JudgeAll();
        FindNeighbours();
    }

    /// <summary>No batch is filled up with what is no item.</summary>
    int Batch => Math.Clamp(Math.Min(data.Train.Count / 2, data.Test.Count), 1, JudgedAtOnce);

    int Classes => ((Meaning.Label)data.Train.Fields.First(one => one.Meaning is Meaning.Label).Meaning).Names.Count;

    void LearnIfNew(Classifier classifier)
    {
        isLearned = TryLoad();
        if (isLearned)
        {
            return;
        }

        int batch = Math.Min(LearnedAtOnce, data.Train.Count), steps = quality.Epochs * data.Train.BatchesPerEpoch(batch);
        parts.Add((Own(new Trainer(gpu, classifier, data.Train, batch, steps)).Step, steps));
    }

    /// <summary>A file that is torn or another's costs no run: the classifier learns again.</summary>
    bool TryLoad()
    {
        if (!System.IO.File.Exists(File))
        {
            return false;
        }

        try
        {
            net!.Load(gpu, File);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DataException)
        {
            return false;
        }
    }

    /// <summary>Samples, two halves of the real items, and the test's, which the classifier has not learned from.</summary>
    void JudgeAll()
    {
        int classes = Classes, half = Math.Max(1, Math.Min(quality.Samples, data.Train.Count / 2) / Batch);
        (samples, first) = (Own(new JudgedItems(net!, classes)), Own(new JudgedItems(net!, classes)));
        (second, tested) = (Own(new JudgedItems(net!, classes)), Own(new JudgedItems(net!, classes)));
        Add("samples judged", quality.Samples / Batch, () =>
        {
            Tensor? asked = maker.Asked(Batch);
            isAsked = asked is not null;
            samples.Add(maker.MakeItems(Batch), asked);
        });
        Dataset train = Taken(data.Train), test = Taken(data.Test);
        Add("real items judged", half, () => first.Add(train.NextBatch(Batch).Input));
        Add("further real items judged", half, () => second.Add(train.NextBatch(Batch).Input));
        Add("test items judged", Math.Max(1, data.Test.Count / Batch), () => tested.Add(test.NextBatch(Batch).Input));
    }

    void FindNeighbours()
    {
        int count = Math.Min(MostNeighbours, data.Test.Count);
        Dataset real = Taken(data.Test);
        sampleNeighbours = Own(gpu.Record(() => Diversity.ToNearest(maker.MakeItems(count)),
            training: false, name: "samples' neighbours"));
        realNeighbours = Own(gpu.Record(() => Diversity.ToNearest(real.NextBatch(count).Input), training: false, name: "real neighbours"));
        parts.AddRange([(sampleNeighbours, 1), (realNeighbours, 1)]);
    }

    /// <inheritdoc/>
    public override EvaluationMetrics Read()
    {
        if (!isLearned)
        {
            Keep();
        }

        IReadOnlyList<double> shares = samples!.Shares;
        List<(string Name, double Value)> values =
        [
            ("sampleConfidence", samples.SureShare), ("realConfidence", tested!.SureShare), ("classMin", shares.Min()),
            ("classMax", shares.Max()), .. isAsked ? [("askedShare", samples.AskedShare)] : Array.Empty<(string, double)>(),
            ("frechetDistance", FrechetDistance.Between(samples.Features, first!.Features)),
            ("frechetFloor", FrechetDistance.Between(second!.Features, first.Features)),
            ("neighbourDistance", Median(sampleNeighbours!)), ("realNeighbourDistance", Median(realNeighbours!)),
            ("classifierAccuracy", test!.Read()["accuracy"]),
        ];
        return new(new MetricValues([.. values.Select(value => new MetricValue(told[value.Name], (float)value.Value))]), quality.Samples);
    }

    /// <summary>A classifier that cannot be kept learns again next time.</summary>
    void Keep()
    {
        try
        {
            CacheFolder.Make(Path.GetDirectoryName(File)!);
            net!.Save(File);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    static double Median(Recording distances) => distances.Result.ToArray().Order().ElementAt((int)(distances.Result.Shape.Count / 2));

    /// <inheritdoc/>
    public override void Dispose()
    {
        for (int i = owned.Count - 1; i >= 0; i--)
        {
            owned[i].Dispose();
        }

        owned.Clear();
        parts.Clear();
    }

    void Add(string name, int times, Action trace) =>
        parts.Add((Own(gpu.Record(trace, training: false, name: name)), times));

    Dataset Taken(Dataset set)
    {
        Dataset taken = set.Take(isTraining: false);
        owned.Add(new Compile.Ending(() => taken.GiveBack(isTraining: false)));
        return taken;
    }

    T Own<T>(T one) where T : IDisposable
    {
        owned.Add(one);
        return one;
    }
}
