namespace VkLearn.Engine;

/// <summary>What a run's frames cost, from its first step to its last; pauses are left out.</summary>
/// <param name="TrainingShare">The part of their time that was training, 0 to 1; drawing, tests and, in a window, waiting are the rest.
/// </param>
/// <param name="BytesReadBack">Read back from the device a frame, by training, tests and views together; pictures and films, which are
/// taken between frames, are not among them.</param>
public readonly record struct FrameCosts(double TrainingShare, double BytesReadBack);
