namespace VkLearn.Models;

/// <summary>How likely items are around what a decoder makes.</summary>
public enum Likelihood
{
    /// <summary>0 or 1 each: what is made are the logits of a 1.</summary>
    Bernoulli,

    /// <summary>Any number, normal around what is made, with one deviation for all.</summary>
    Gaussian,
}
