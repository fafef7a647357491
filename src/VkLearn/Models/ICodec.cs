namespace VkLearn.Models;

/// <summary>
/// A model that has a code of some numbers for each item, and an item for each code: what shows codes and walks among them asks no more of
/// it.
/// </summary>
public interface ICodec
{
    /// <summary>Of items [N, ..item] their codes: [N, numbers].</summary>
    Tensor Encode(Tensor items);

    /// <summary>Of codes [N, numbers] their items: [N, ..] of as many elements.</summary>
    Tensor Decode(Tensor code);
}
