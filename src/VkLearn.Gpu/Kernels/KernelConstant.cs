namespace VkLearn.Gpu;

/// <summary>A specialisation constant that a shader declares.</summary>
/// <param name="Name">The name in the shader; that of the local size is empty.</param>
/// <param name="Id">Its constant_id.</param>
/// <param name="Default">The bits that it has where nothing else is said.</param>
public readonly record struct KernelConstant(string Name, uint Id, uint Default)
{
    /// <summary>Whether it is the workgroup's size: local_size_x_id = 0, of which a shader has no name.</summary>
    public bool IsLocalSize => Id == 0 && Name.Length == 0;
}
