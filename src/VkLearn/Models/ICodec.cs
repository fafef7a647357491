namespace VkLearn.Models;

/// <summary>
/// A model that has a code of some numbers for each item, and an item for each code: what shows codes and walks among them asks no more of
/// it.
/// </summary>
public interface ICodec
{
    /// <summary>Numbers of a code.</summary>
    int CodeSize { get; }

    /// <summary>Of items [N, ..item] their codes: [N, CodeSize].</summary>
    Tensor Encode(Tensor items);

    /// <summary>Of codes [N, CodeSize] their items: [N, ..] of as many elements.</summary>
    Tensor Decode(Tensor codes);
}
