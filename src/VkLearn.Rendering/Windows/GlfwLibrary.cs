using System.Runtime.InteropServices;
using System.Runtime.CompilerServices;

namespace VkLearn.Rendering;

/// <summary>GLFW as a whole: begun with the first window and ended with the last; what it says went wrong becomes exceptions.</summary>
internal static unsafe class GlfwLibrary
{
    const string Install = "On Debian: apt-get install libglfw3. On Windows put glfw3.dll, on macOS libglfw.3.dylib beside the program.";

    static int users;
    static string? failure; // what GLFW said last and nobody has asked for yet

    /// <summary>To be matched by <see cref="End"/>.</summary>
    /// <exception cref="WindowException">No library, no display, or no Vulkan.</exception>
    public static void Begin()
    {
        if (!Glfw.IsInstalled)
        {
            throw new WindowException($"The window library GLFW 3.3 was not found. {Install}");
        }
        if (users == 0)
        {
            failure = null;
            Glfw.SetErrorCallback(&Note);
            if (Glfw.Init() != Glfw.True)
            {
                throw Failure("no display");
            }
        }
        users++;
        if (Glfw.VulkanSupported() != Glfw.True)
        {
            End();
            throw Failure("no Vulkan loader");
        }
    }

    public static void End()
    {
        if (--users == 0)
        {
            Glfw.Terminate();
        }
    }

    /// <exception cref="WindowException">Something went wrong since the last call.</exception>
    public static void Check()
    {
        if (failure is not null)
        {
            throw Failure("");
        }
    }

    /// <summary>Forgets what GLFW said: what went wrong was to be expected.</summary>
    public static void Forget() => failure = null;

    /// <summary>What GLFW said, in its own words, if it said anything.</summary>
    public static WindowException Failure(string otherwise)
    {
        string said = failure ?? otherwise;
        failure = null;
        return new($"GLFW: {said}");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Note(int code, byte* text) => failure = $"{Marshal.PtrToStringUTF8((nint)text)} (0x{code:x})";
}
