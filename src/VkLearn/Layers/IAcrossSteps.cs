namespace VkLearn.Layers;

/// <summary>A layer whose output at a step of a sequence depends on others of its steps, or on which step it is, and not only on a state
/// that is carried: it must be given all of them at once.</summary>
public interface IAcrossSteps;
