using System.Runtime.CompilerServices;

namespace VkLearn.Tests;

/// <summary>Tests are of what is in the repository, not of what was tuned on the machine that they run on.</summary>
static class OwnEnvironment
{
    [ModuleInitializer]
    internal static void Set() => Environment.SetEnvironmentVariable("VKLEARN_CHOICES", "off");
}
