using VkLearn.Training;

namespace VkLearn.Engine.Behaviours;

/// <summary>A trainer at one moment.</summary>
/// <param name="TrainTime">Training time before it.</param>
/// <param name="IsTestOwed">Whether what it had reached was still to be tested.</param>
sealed record HeldTraining(Moment Moment, TimeSpan TrainTime, bool IsTestOwed);
