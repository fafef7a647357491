namespace VkLearn.Compile;

/// <summary>
/// How many workgroups a dispatch runs, along up to three axes of any length. A kernel sees their number, x first, then y, then z
/// (LINEAR_GROUP of shaders/include/tensor.glsl, groupIn of grid.glsl), and not the axes that the device has.
/// </summary>
public readonly record struct Groups(uint X, uint Y, uint Z)
{
    const uint Most = 65535; // along an axis, on any device

    /// <summary>
    /// The grid that is dispatched: all of them in rows of at most 65,535. The last row may be longer than what is left, so a kernel tests
    /// that its work is there.
    /// </summary>
    public (uint X, uint Y) Grid
    {
        get
        {
            ulong count = (ulong)X * Y * Z, rows = Math.Max(1, (count + Most - 1) / Most);
            return ((uint)((count + rows - 1) / rows), checked((uint)rows));
        }
    }

    public static Groups Of(int x, int y = 1, int z = 1) => new((uint)x, (uint)y, (uint)z);

    /// <summary>Enough workgroups for n invocations.</summary>
    public static Groups Linear(long n, uint localSize = 64) => new(checked((uint)((n + localSize - 1) / localSize)), 1, 1);

    public static implicit operator Groups(int x) => Of(x);
}
