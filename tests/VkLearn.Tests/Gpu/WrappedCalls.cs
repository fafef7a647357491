using System.Runtime.InteropServices;
using Silk.NET.Core.Contexts;
using Silk.NET.Vulkan;

namespace VkLearn.Tests.Gpu;

/// <summary>Vulkan's entry points with some of them wrapped, by name, also those that are looked up by vkGet...ProcAddr.</summary>
/// <param name="wrap">What takes the place of a call; null: nothing, it is called as it is.</param>
sealed unsafe class WrappedCalls(Func<string, WrappedCalls.Call, WrappedCalls.Call?> wrap)
{
    readonly Lock change = new();
    // Kept as long as native code may call them. The loader may come back elsewhere after its last instance has gone: by name and address.
    readonly Dictionary<(string Name, nint Real), (Delegate Shim, nint Address)> shims = [];

    /// <summary>
    /// A function with up to eight words of arguments. In the calling conventions of 64-bit machines, one that takes fewer does not mind
    /// the rest, and of an answer of 32 bits or none the rest is not looked at.
    /// </summary>
    public delegate nint Call(nint a, nint b, nint c, nint d, nint e, nint f, nint g, nint h);

    delegate nint Lookup(nint owner, nint name);

    /// <summary>Entry points for one instance.</summary>
    public Vk Open() => new(new Context(this));

    nint Wrap(string name, nint real)
    {
        if (real == 0)
        {
            return 0;
        }
        lock (change)
        {
            if (!shims.TryGetValue((name, real), out var made))
            {
                Delegate? shim = name.EndsWith("ProcAddr") ? Looking(real) : wrap(name, Calling(real));
                made = (shim!, shim is null ? real : Marshal.GetFunctionPointerForDelegate(shim));
                shims.Add((name, real), made);
            }
            return made.Address;
        }
    }

    Lookup Looking(nint real) => (owner, name) =>
        Wrap(Marshal.PtrToStringUTF8(name)!, ((delegate* unmanaged[Cdecl]<nint, nint, nint>)real)(owner, name));

    static Call Calling(nint real) => (a, b, c, d, e, f, g, h) =>
        ((delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, nint, nint, nint, nint>)real)(a, b, c, d, e, f, g, h);

    sealed class Context(WrappedCalls calls) : INativeContext
    {
        readonly Vk loader = Vk.GetApi();

        public nint GetProcAddress(string proc, int? slot = null) => calls.Wrap(proc, loader.Context.GetProcAddress(proc, slot));

        public bool TryGetProcAddress(string proc, out nint addr, int? slot = null)
        {
            bool isThere = loader.Context.TryGetProcAddress(proc, out addr, slot);
            addr = calls.Wrap(proc, addr);
            return isThere;
        }

        public void Dispose() => loader.Dispose();
    }
}
