namespace VkLearn.Training;

/// <summary>
/// What a learner makes by itself while it learns: dreams of a Boltzmann machine, images of fixed noise, text. A recording of its own with
/// <see cref="State"/> that it carries from step to step and an RNG clock of its own, so that it changes no bit of training.
/// </summary>
/// <param name="Name">By which a scene asks for it.</param>
/// <param name="Step">Traced once, not as training: what it makes, by name.</param>
/// <param name="Restart">Has what it carries begin anew, when training starts over.</param>
public sealed record Sampler(string Name, Func<IReadOnlyDictionary<string, Tensor>> Step, Action? Restart = null);
