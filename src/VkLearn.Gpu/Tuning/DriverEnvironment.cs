using System.Runtime.InteropServices;

namespace VkLearn.Gpu;

/// <summary>
/// Gives a driver that is yet to be loaded the settings of a choice file. .NET's own environment is a copy that no driver sees. What the
/// user has set stays.
/// </summary>
internal static partial class DriverEnvironment
{
    public static void Apply(GpuOptions options)
    {
        if (!OperatingSystem.IsLinux()) // where there is lavapipe
        {
            return;
        }

        foreach ((string name, string value) in ChoiceFile.Of(options).Driver?.Variables ?? new Dictionary<string, string>())
        {
            _ = SetVariable(name, value, overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
