using System.Globalization;

namespace VkLearn.Tests;

/// <summary>
/// How far tests go that could go on for ever: by default as far as the suite has time for, VKLEARN_STRESS times as far where that is set,
/// and from VKLEARN_STRESS_FROM times as far on, so that several runs each take a part.
/// </summary>
static class Stress
{
    /// <summary>Whether sizes are tried that take minutes and gigabytes: VKLEARN_TEST_LARGE=1.</summary>
    public static bool IsLarge { get; } = Environment.GetEnvironmentVariable("VKLEARN_TEST_LARGE") == "1";

    public static int Times { get; } = Number("VKLEARN_STRESS") ?? 1;

    public static int From { get; } = Number("VKLEARN_STRESS_FROM") ?? 0;

    static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;
}
