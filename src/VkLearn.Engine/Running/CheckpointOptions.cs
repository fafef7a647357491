namespace VkLearn.Engine;

/// <summary>Where and how often a run keeps checkpoints.</summary>
/// <param name="Directory">Made if it is not there.</param>
/// <param name="Every">Steps from one to the next; by default an epoch.</param>
/// <param name="Resume">Whether to go on from the last one, if there is one.</param>
/// <param name="Seed">What the seed must have been; null: any, the checkpoint's is gone on with.</param>
public sealed record CheckpointOptions(string Directory, int? Every = null, bool Resume = false, int? Seed = null);
