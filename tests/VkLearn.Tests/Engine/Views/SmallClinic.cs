using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Gpu;
using VkLearn.Learners;
using VkLearn.Optimizers;

namespace VkLearn.Tests.Engine.Views;

/// <summary>A scene that learns from a few patients, with diagnoses of those of its test.</summary>
sealed class SmallClinic : IDisposable
{
    public const int Patients = 60;

    readonly GpuDevice gpu;

    public SmallClinic(GpuDevice gpu)
    {
        this.gpu = gpu;
        gpu.Seed(1);
        Splits data = new DrawnClinicSource(200, Patients, seed: 1).Load(gpu);
        Learner = new(new Adam(2e-2f), new CrossValidationPlan(5, 1, 20, 0.05f, 4, [1, 1, 1], 1));
        Learner.Build(data.Train.Fields);
        Learner.Survey(gpu, data);
        Scene = new(gpu);
        Scene.Error += failure => throw failure;
        Scene.Add("trainer", new TrainerBehaviour(Learner, data.Train, 20) { Length = RunLength.Steps(30) });
        Scene.Add("patients", Diagnoses = new());
    }

    public CrossValidationLearner Learner { get; }

    public Scene Scene { get; }

    public DiagnosesBehaviour Diagnoses { get; }

    /// <summary>Frames until it has learned, and one more in which that is looked at.</summary>
    public void Learn()
    {
        Scene.Time.Budget = TimeSpan.FromSeconds(1);
        for (int i = 0; i < 100 && !Scene.FindTrainer(null).IsOver; i++)
        {
            Scene.Frame(Time.LongestDelta);
        }

        Frame();
        Frame();
    }

    /// <summary>A frame whose numbers have come to the CPU, and one that shows them.</summary>
    public void Frame()
    {
        Scene.Frame(Time.LongestDelta);
        Scene.Frame(Time.LongestDelta);
        gpu.WaitIdle();
        Scene.Frame(Time.LongestDelta);
        gpu.WaitIdle();
        Scene.Frame(Time.LongestDelta);
    }

    public float[] Read(string tensor) => Tensor.At(gpu, Scene.FindTensor($"patients/{tensor}")).ToArray(gpu);

    /// <summary>Each model's scores of all patients, asked apart.</summary>
    public double[][] Scores()
    {
        PatientRows shown = Learner.Shown;
        using Recording recording = gpu.Record(
            () => Learner.Risk.Scores(Tensor.From(shown.Features, [1, shown.Count, shown.Columns])), training: false);
        recording.Replay();
        return [.. recording.Results.Select(result => result.ToArray().Select(score => (double)score).ToArray())];
    }

    public void Dispose() => Scene.Dispose();
}
