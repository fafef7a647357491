namespace VkLearn.Compile;

/// <summary>How many workgroups a dispatch runs.</summary>
public readonly record struct Groups(uint X, uint Y, uint Z)
{
    const uint Most = 65535;

    public static Groups Of(int x, int y = 1, int z = 1) => new((uint)x, (uint)y, (uint)z);

    /// <summary>Enough workgroups for n invocations, in rows of at most 65535, as the linear kernels count them.</summary>
    public static Groups Linear(long n, uint localSize = 64)
    {
        uint groups = (uint)((n + localSize - 1) / localSize);
        uint rows = (groups + Most - 1) / Most;
        return rows <= 1 ? new Groups(groups, 1, 1) : new Groups((groups + rows - 1) / rows, rows, 1);
    }

    public static implicit operator Groups(int x) => Of(x);
}
