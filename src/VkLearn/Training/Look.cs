namespace VkLearn.Training;

/// <summary>
/// What a learner makes of the batch of its last step for those who watch, a few times a second and in a recording of its own, so that it
/// changes no bit of training: a classifier's predictions and its confusion.
/// </summary>
/// <param name="Of">Names of the step's tensors that it is made of.</param>
/// <param name="Names">What it makes, by name.</param>
/// <param name="Make">Traced once: from the step's tensors to what is made of them, each by its name.</param>
/// <param name="Forget">Has what it gathered forgotten, when training starts over.</param>
public sealed record Look(IReadOnlyList<string> Of, IReadOnlyList<string> Names,
    Func<IReadOnlyDictionary<string, Tensor>, IReadOnlyDictionary<string, Tensor>> Make, Action? Forget = null);
