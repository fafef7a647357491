namespace VkLearn.Models;

/// <summary>A model that fills in what is not known of an item, as a chain whose every step is likely by the model.</summary>
public interface IImputer
{
    /// <summary>A step of the chain: what is not known is drawn anew.</summary>
    /// <param name="items">[N, ..item], as they are by now.</param>
    /// <param name="isKnown">[1 or N, ..item]: 1 for what stays as it is, else 0.</param>
    /// <returns>The items, and the means that they were drawn by; what is known as it was in both.</returns>
    (Tensor Items, Tensor Means) Impute(Tensor items, Tensor isKnown);
}
