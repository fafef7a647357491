using System.Runtime.CompilerServices;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Learners;
using VkLearn.Training;

namespace VkLearn.Engine.Behaviours;

/// <summary>
/// What the models of a <see cref="CrossValidationLearner"/> say of the test's patients, a few times a second, computed on the device from
/// the models as they are. By this entity's name: <c>roc</c>, [models, 201], the curves over false positive rates from 0 to 1;
/// <c>areas</c>, [models, 1], those under them; <c>calibration</c>, [models, 10], the share of sick by ten equal steps of probability;
/// <c>operating</c>, [models, 3] (<see cref="OperatingPoint"/>), at the threshold that is a knob; <c>figures</c>, [models, 4], both side by
/// side; and of one patient, whose number is a knob, <c>contributions</c>, [features, models], and <c>probability</c>, [models, 1]. A
/// probability is 1 / (1 + exp(-score)), which of the support vector machine is none, but is in the same order as its scores.
/// </summary>
public sealed class DiagnosesBehaviour : Behaviour, ITensors, IOfLearner, IKnobs
{
    /// <summary>Of a curve.</summary>
    public const int Points = 201;

    /// <summary>Steps of probability.</summary>
    public const int Bins = 10;

    static readonly string[] names = ["roc", "areas", "calibration", "operating", "figures", "contributions", "probability"];

    State? threshold, patient;
    Recording? looking;
    BatchObserver? observer;
    double from = 0.5, number;
    bool isTurned = true;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    /// <summary>From which probability on a patient is called sick.</summary>
    public double Threshold
    {
        get => from;
        set => (from, isTurned) = (Math.Clamp(value, 0, 1), true);
    }

    /// <summary>The number of the patient that is looked at.</summary>
    public int Patient
    {
        get => (int)number;
        set => (number, isTurned) = (Math.Clamp(value, 0, Learner.Shown.Count - 1), true);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Knob> Knobs =>
    [
        new("threshold", 0, 1, () => Threshold, value => Threshold = value),
        new("patient", 0, Math.Max(1, Learner.Shown.Count - 1), () => Patient, value => Patient = (int)Math.Round(value)),
    ];

    /// <exception cref="ArgumentException">The learner is another one.</exception>
    public CrossValidationLearner Learner => Observer.Trainer.Learner as CrossValidationLearner ?? throw new ArgumentException(
        $"Diagnoses are of a learner of type CrossValidation; this is a {Observer.Trainer.Learner.GetType().Name}.");

    public TensorMemory Find(string name) => Array.IndexOf(names, name) is >= 0 and var at ? Looking.Results[at].Memory!.Value
        : throw new UnknownTensorException(name, $"Diagnoses have no tensor \"{name}\". They have: {string.Join(", ", names)}.");

    protected override void LateUpdate()
    {
        if (Observer.IsDue(isTurned))
        {
            isTurned = false;
            Recording recording = Looking;
            threshold!.Load([(float)from]);
            patient!.LoadInt32([Patient]);
            recording.Replay();
        }
    }

    protected override void OnDestroy()
    {
        foreach (IDisposable? one in (IDisposable?[])[looking, threshold, patient])
        {
            one?.Dispose();
        }
    }

    BatchObserver Observer => observer ??= new(Scene, LearnerName);

    Recording Looking => looking ??= Record();

    Recording Record()
    {
        PatientRows shown = Learner.Shown;
        Observer.Trainer.Prepare();
        (threshold, patient) = (new State("threshold", [1]), new State("patient", [1], type: DType.Int32));
        (int count, int columns, int models) = (shown.Count, shown.Columns, RiskModels.Names.Count);
        Tensor rows = Tensor.From(shown.Features, [count, columns]), sick = Tensor.From(shown.Sick, [count]);
        return Scene.Gpu.Record(() =>
        {
            Tensor scores = Primitives.Concat.Of(0, Learner.Risk.Scores(rows.Reshape([1, count, columns])));
            Tensor chances = scores.Sigmoid(), isSick = Tensor.Zeros([models, 1]) + sick.Reshape([1, count]), isHealthy = 1 - isSick;
            Tensor areas = RocCurve.Area(scores, isSick, isHealthy).Reshape([models, 1]);
            Tensor operating = OperatingPoint.Of(chances, sick, threshold.Value), one = rows.Gather(patient.Value);
            Tensor score = Primitives.Concat.Of(0, Learner.Risk.Scores(one.Reshape([1, 1, columns])));
            return [RocCurve.Heights(scores, isSick, isHealthy, Points), areas, CalibrationCurve.Of(chances, sick, Bins), operating,
                Primitives.Concat.Of(1, areas, operating), Learner.Risk.Contributions(one), score.Sigmoid()];
        }, training: false, name: "diagnoses");
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Diagnoses",
        "What models of patients say of those of the test: curves, calibration, a threshold, and what drove one patient's score.",
        settings => new DiagnosesBehaviour
        {
            LearnerName = settings.Learner(),
            Threshold = settings.Number("threshold", 0.5, min: 0, max: 1),
        });
}
