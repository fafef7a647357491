using System.Globalization;

namespace VkLearn.Tests;

/// <summary>
/// How far tests go that could go on for ever: by default as far as the suite has time for, VKLEARN_STRESS times as far where that is set.
/// </summary>
static class Stress
{
    /// <summary>Whether sizes are tried that take minutes and gigabytes: VKLEARN_TEST_LARGE=1.</summary>
    public static bool IsLarge { get; } = Environment.GetEnvironmentVariable("VKLEARN_TEST_LARGE") == "1";

    public static int Times { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("VKLEARN_STRESS"), CultureInfo.InvariantCulture, out int times) ? times : 1;
}
