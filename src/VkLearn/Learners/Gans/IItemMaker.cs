namespace VkLearn.Learners;

/// <summary>A learner that makes items of noise, which <see cref="SampleQuality"/> judges beside real ones.</summary>
public interface IItemMaker
{
    /// <summary>Items as they are in its data, of noise that is drawn anew, [count, ..item]; of classes that are asked for, one of each
    /// after the other.</summary>
    Tensor MakeItems(int count);

    /// <summary>The classes that <see cref="MakeItems"/> is asked for, 1 for an item's, [count, classes]; null: none is.</summary>
    Tensor? Asked(int count) => null;
}
