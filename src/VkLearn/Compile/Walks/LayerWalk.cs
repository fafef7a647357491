namespace VkLearn.Compile;

/// <summary>What one dispatch walks through: so many layers, of so many rows, so wide.</summary>
readonly record struct LayerWalk(int Layers, int Rows, int Width)
{
    /// <summary>Multiplications and additions.</summary>
    public double Flops => 2.0 * Width * Width * Rows * Layers;

    /// <summary>What the outputs of a walk's dispatch take, as a formula.</summary>
    public string StoredText(KernelCommand kernel)
    {
        int stored = kernel.Writes.Count();
        return $"{Layers} layers store {stored} x {Rows} rows x {Width} wide x {sizeof(float)} bytes: "
            + $"{stored * Session.Align((long)Rows * Width * sizeof(float))} bytes at 64-byte boundaries";
    }
}
