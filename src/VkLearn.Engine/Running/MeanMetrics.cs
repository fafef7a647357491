using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>Means that were told in parts, as means over all of their steps.</summary>
sealed class MeanMetrics
{
    TrainingMetrics last;
    double loss, accuracy;
    int steps;

    public void Add(TrainingMetrics part)
    {
        loss += (double)part.Loss * part.Steps;
        accuracy += (double)part.Accuracy * part.Steps;
        steps += part.Steps;
        last = part;
    }

    /// <summary>All parts since the last taking.</summary>
    public TrainingMetrics Take()
    {
        TrainingMetrics all = last with { Steps = steps, Loss = (float)(loss / steps), Accuracy = (float)(accuracy / steps) };
        (loss, accuracy, steps) = (0, 0, 0);
        return all;
    }
}
