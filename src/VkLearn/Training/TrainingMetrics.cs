namespace VkLearn.Training;

/// <summary>How training stands.</summary>
/// <param name="Step">Steps done since the start.</param>
/// <param name="Epoch">The epoch of the last of them, from 1.</param>
/// <param name="Steps">How many steps the means are over.</param>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">The mean share of the batch that was right, before each update.</param>
public readonly record struct TrainingMetrics(long Step, int Epoch, int Steps, float Loss, float Accuracy);
