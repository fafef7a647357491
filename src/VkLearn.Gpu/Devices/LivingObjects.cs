namespace VkLearn.Gpu;

/// <summary>What the caller must dispose before the device, by name; the rest is reported as leaked.</summary>
internal sealed class LivingObjects
{
    readonly HashSet<IDisposable> living = [];

    public void Add(IDisposable made)
    {
        lock (living)
        {
            living.Add(made);
        }
    }

    public void Remove(IDisposable disposed)
    {
        lock (living)
        {
            living.Remove(disposed);
        }
    }

    public IReadOnlyList<IDisposable> List()
    {
        lock (living)
        {
            return [.. living];
        }
    }
}
