namespace VkLearn.Cli;

/// <summary>What runs, and where.</summary>
/// <param name="Device">By name.</param>
/// <param name="Driver">By name and version.</param>
/// <param name="Scene">As it was given: a file, or a name.</param>
/// <param name="Parameters">Numbers that are learned.</param>
/// <param name="Steps">The whole run's; null where the time decides.</param>
sealed record RunStart(string Device, string Driver, uint Seed, string Scene, long Parameters, int? Steps, int StepsPerEpoch)
{
    /// <summary>Of VkLearn.</summary>
    public static string Version { get; } = typeof(RunStart).Assembly.GetName().Version is { } version
        ? $"{version.Major}.{version.Minor}.{version.Build}" : "0.0.0";
}
