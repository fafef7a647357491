using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>The tests and estimates of a run.</summary>
sealed class Assessments(GpuDevice gpu, SceneFile file) : IDisposable
{
    readonly List<IDisposable> made = [];

    public IEnumerable<Recording> TestSteps => made.OfType<Evaluator>().Select(test => test.Step);

    public Evaluator Test(Learner learner, Dataset set)
    {
        Evaluator? test = null;
        file.Blame(learner, () => made.Add(test = new Evaluator(gpu, learner, set)));
        return test!;
    }

    /// <summary>Null where the learner estimates nothing.</summary>
    public Estimate? Estimate(Learner learner, Splits data)
    {
        Estimate? estimate = learner.EstimateOn(gpu, data);
        if (estimate is not null)
        {
            made.Add(estimate);
        }

        return estimate;
    }

    public void Dispose() => made.ForEach(one => one.Dispose());
}
