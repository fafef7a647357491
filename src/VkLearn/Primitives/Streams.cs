namespace VkLearn.Primitives;

/// <summary>Numbers for random streams, from names.</summary>
static class Streams
{
    /// <summary>FNV-1a of the name's UTF-16 code units: the same on every machine and run.</summary>
    public static uint Of(string name)
    {
        uint hash = 2166136261;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash;
    }
}
