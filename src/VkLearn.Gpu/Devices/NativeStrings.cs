using System.Runtime.InteropServices;

namespace VkLearn.Gpu;

/// <summary>Strings as Vulkan takes them: an array of pointers to zero-terminated UTF-8.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    public NativeStrings(ReadOnlySpan<string> strings)
    {
        Count = strings.Length;
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)Math.Max(1, Count), (nuint)sizeof(byte*));
        for (int i = 0; i < Count; i++)
        {
            Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
        }
    }

    public int Count { get; }

    public byte** Pointer { get; }

    public void Dispose()
    {
        for (int i = 0; i < Count; i++)
        {
            Marshal.FreeCoTaskMem((nint)Pointer[i]);
        }
        NativeMemory.Free(Pointer);
    }
}
