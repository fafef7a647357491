namespace VkLearn.Models;

/// <summary>What makes items of codes that are drawn from a standard normal, or near to one.</summary>
public interface IGenerator
{
    /// <summary>Numbers of a code.</summary>
    int Latent { get; }

    /// <summary>Of codes [N, latent] their items: [N, ..item].</summary>
    Tensor Decode(Tensor code);
}
