namespace VkLearn.Engine;

/// <summary>A behaviour whose tensors can be seen.</summary>
public interface ITensors
{
    /// <summary>Where one of its tensors lies; makes it ready to be seen if it is not yet.</summary>
    /// <param name="name">As in <see cref="IShown.Tensors"/>, without the entity.</param>
    /// <exception cref="UnknownTensorException">It has none of that name; the message lists those it has.</exception>
    TensorMemory Find(string name);

    /// <summary>Goes on when tensors lie elsewhere than before, so that what shows them must be made anew.</summary>
    int Generation => 0;
}
