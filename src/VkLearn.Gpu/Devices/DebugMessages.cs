using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Silk.NET.Core;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>
/// Passes each message of the validation layers on from inside the callback: a driver that a bad address kills
/// leaves no second chance to print it.
/// </summary>
internal sealed unsafe class DebugMessages(Action<GpuMessage> receiver) : IDisposable
{
    GCHandle self = GCHandle.Alloc(receiver);

    public DebugUtilsMessengerCreateInfoEXT CreateInfo => new(
        messageSeverity: DebugUtilsMessageSeverityFlagsEXT.WarningBitExt | DebugUtilsMessageSeverityFlagsEXT.ErrorBitExt,
        messageType: DebugUtilsMessageTypeFlagsEXT.GeneralBitExt | DebugUtilsMessageTypeFlagsEXT.ValidationBitExt
            | DebugUtilsMessageTypeFlagsEXT.PerformanceBitExt,
        pfnUserCallback: new PfnDebugUtilsMessengerCallbackEXT(&Receive),
        pUserData: (void*)GCHandle.ToIntPtr(self));

    public void Dispose() => self.Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static Bool32 Receive(DebugUtilsMessageSeverityFlagsEXT severity, DebugUtilsMessageTypeFlagsEXT types,
        DebugUtilsMessengerCallbackDataEXT* data, void* user)
    {
        GpuMessage message = new(
            severity.HasFlag(DebugUtilsMessageSeverityFlagsEXT.ErrorBitExt) ? GpuSeverity.Error : GpuSeverity.Warning,
            Marshal.PtrToStringUTF8((nint)data->PMessageIdName) ?? "",
            Marshal.PtrToStringUTF8((nint)data->PMessage) ?? "");
        try
        {
            ((Action<GpuMessage>)GCHandle.FromIntPtr((nint)user).Target!)(message);
        }
        catch (Exception failure) // must not cross the driver's frames
        {
            Console.Error.WriteLine($"{message}\nThe receiver of this message failed: {failure}");
        }
        return Vk.False; // the call that caused it goes on
    }
}
