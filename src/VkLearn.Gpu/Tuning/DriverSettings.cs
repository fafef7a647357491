namespace VkLearn.Gpu;

/// <summary>Environment variables that a driver reads when it loads, and that were measured to be best.</summary>
/// <param name="Driver">The driver that was measured.</param>
/// <param name="Variables">What to set; empty where its own defaults are best.</param>
/// <param name="Milliseconds">By what was set, then by what was run: how long it took.</param>
public sealed record DriverSettings(
    string Driver, IReadOnlyDictionary<string, string> Variables,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Milliseconds)
{
    /// <summary>Whether it is a setting of the driver alone: nothing that would change what a program loads or runs.</summary>
    public static bool Allows(string name, string value) =>
        name.StartsWith("LP_", StringComparison.Ordinal) && value.Length > 0 && value.All(char.IsAsciiDigit);
}
