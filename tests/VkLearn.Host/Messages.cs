using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Silk.NET.Core;
using Silk.NET.Vulkan;

namespace HostEngine;

/// <summary>Hears the validation layer, prints and counts what it says.</summary>
static unsafe class Messages
{
    static int count;

    public static int Count => Volatile.Read(ref count);

    public static DebugUtilsMessengerCreateInfoEXT CreateInfo => new(
        messageSeverity: DebugUtilsMessageSeverityFlagsEXT.WarningBitExt | DebugUtilsMessageSeverityFlagsEXT.ErrorBitExt,
        messageType: DebugUtilsMessageTypeFlagsEXT.GeneralBitExt | DebugUtilsMessageTypeFlagsEXT.ValidationBitExt
            | DebugUtilsMessageTypeFlagsEXT.PerformanceBitExt,
        pfnUserCallback: new PfnDebugUtilsMessengerCallbackEXT(&Receive));

    public static void Say(string message)
    {
        Interlocked.Increment(ref count);
        Console.Error.WriteLine(message);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static Bool32 Receive(DebugUtilsMessageSeverityFlagsEXT severity, DebugUtilsMessageTypeFlagsEXT types,
        DebugUtilsMessengerCallbackDataEXT* data, void* user)
    {
        Say(Marshal.PtrToStringUTF8((nint)data->PMessage) ?? "");
        return Vk.False;
    }
}
