using System.ComponentModel;
using System.Diagnostics;

namespace VkLearn.Benchmarks;

/// <summary>The stand-in for Intel's kernel driver, intel.c beside this file, which is built when it is needed.</summary>
static class StandIn
{
    /// <summary>The library to load before all others.</summary>
    public static string Library { get; } = Path.Combine(AppContext.BaseDirectory, "intel.so");

    /// <returns>Whether it was built: on Linux, where there are gcc and libdrm's headers.</returns>
    public static bool Build()
    {
        try
        {
            ProcessStartInfo start = new("gcc", ["-O1", "-shared", "-fPIC", "-I/usr/include/libdrm", "-x", "c", "-", "-o", Library])
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            using (Stream source = typeof(StandIn).Assembly.GetManifestResourceStream("intel.c")!)
            {
                source.CopyTo(process.StandardInput.BaseStream);
            }

            process.StandardInput.Close();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception) // no gcc
        {
            return false;
        }
    }
}
