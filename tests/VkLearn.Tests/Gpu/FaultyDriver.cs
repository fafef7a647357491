using System.Runtime.InteropServices;
using Silk.NET.Core.Contexts;
using Silk.NET.Vulkan;

namespace VkLearn.Tests.Gpu;

/// <summary>
/// A Vulkan driver that fails when told to: every entry point that answers with a VkResult counts its calls, and at the chosen one answers
/// an error without calling the driver, so that nothing is made and the state is what Vulkan says of a call that failed. A lost device
/// answers nothing but its loss from then on, destroying and freeing go on working. One device at a time.
/// </summary>
public sealed unsafe class FaultyDriver
{
    const string CreateDevice = "vkCreateDevice";

    /// <summary>By reflection, so that no list can lack one.</summary>
    static readonly HashSet<string> Fallible =
    [
        .. typeof(Vk).GetMethods().Where(static call => call.ReturnType == typeof(Result)).Select(static call => $"vk{call.Name}"),
        "vkCreateDebugUtilsMessengerEXT", "vkSetDebugUtilsObjectNameEXT", "vkCreateSwapchainKHR", "vkGetSwapchainImagesKHR",
        "vkAcquireNextImageKHR", "vkQueuePresentKHR", "vkGetPhysicalDeviceSurfaceSupportKHR", "vkGetPhysicalDeviceSurfaceCapabilitiesKHR",
        "vkGetPhysicalDeviceSurfaceFormatsKHR", "vkGetPhysicalDeviceSurfacePresentModesKHR",
    ];

    /// <summary>Who has no memory left must still be able to wait until some comes free.</summary>
    static readonly HashSet<string> Waits =
        ["vkWaitSemaphores", "vkGetSemaphoreCounterValue", "vkWaitForFences", "vkGetFenceStatus", "vkDeviceWaitIdle", "vkQueueWaitIdle"];

    readonly Lock change = new();
    // Kept as long as native code may call them. The loader may come back elsewhere after its last instance has gone: by name and address.
    readonly Dictionary<(string Name, nint Real), (Delegate Shim, nint Address)> shims = [];
    readonly Dictionary<string, int> living = [];
    readonly List<string> calls = [], failed = [];
    Result fault;
    int failing = int.MaxValue;
    bool persists, isLost;

    /// <summary>
    /// A function with up to eight words of arguments. In the calling conventions of 64-bit machines, one that takes fewer does not mind
    /// the rest.
    /// </summary>
    delegate int Call(nint a, nint b, nint c, nint d, nint e, nint f, nint g, nint h);

    delegate nint Lookup(nint owner, nint name);

    /// <summary>The calls so far that could fail.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (change)
            {
                return [.. calls];
            }
        }
    }

    /// <summary>The calls so far that failed.</summary>
    public IReadOnlyList<string> Failed
    {
        get
        {
            lock (change)
            {
                return [.. failed];
            }
        }
    }

    /// <summary>What was made and is not destroyed.</summary>
    public IReadOnlyList<string> Living
    {
        get
        {
            lock (change)
            {
                return [.. living.Where(static kind => kind.Value != 0).Select(static kind => $"{kind.Value} x {kind.Key}")];
            }
        }
    }

    /// <summary>Entry points for one instance.</summary>
    public Vk Open() => new(new Context(this));

    /// <summary>Makes a call fail.</summary>
    /// <param name="result">What it answers. The loss of a device begins at the first call from there on that a device takes.</param>
    /// <param name="call">Its place in <see cref="Calls"/>, from 0.</param>
    /// <param name="persists">Whether all calls after it but waiting fail too, until <see cref="Relent"/>.</param>
    public void Fail(Result result, int call, bool persists = false) => (fault, failing, this.persists) = (result, call, persists);

    /// <summary>There is memory again.</summary>
    public void Relent() => failing = int.MaxValue;

    /// <summary>What a call is to answer instead of calling the driver; null: it may be called.</summary>
    Result? Answer(string name)
    {
        lock (change)
        {
            int call = calls.Count;
            calls.Add(name);
            if (fault == Result.ErrorDeviceLost ? !IsLost(name, call) : !IsDue(name, call))
            {
                return null;
            }
            failed.Add(name);
            return fault;
        }
    }

    bool IsDue(string name, int call) => call == failing || (persists && call > failing && !Waits.Contains(name));

    bool IsLost(string name, int call)
    {
        if (name == "vkCreateInstance" || name.StartsWith("vkEnumerate") || name.Contains("PhysicalDevice") || name.EndsWith("EXT"))
        {
            return false;
        }
        if (isLost)
        {
            isLost = name != CreateDevice; // the next device is a new one
        }
        else if (call >= failing)
        {
            (isLost, failing) = (true, int.MaxValue);
        }
        return isLost;
    }

    void Count(string kind, int made)
    {
        lock (change)
        {
            living[kind] = living.GetValueOrDefault(kind) + made;
        }
    }

    nint Wrap(string name, nint real)
    {
        if (real == 0 || !(Fallible.Contains(name) || name.StartsWith("vkDestroy") || name is "vkFreeMemory" || name.EndsWith("ProcAddr")))
        {
            return real;
        }
        lock (change)
        {
            if (!shims.TryGetValue((name, real), out var made))
            {
                Delegate shim = name.EndsWith("ProcAddr") ? Looking(real)
                    : Fallible.Contains(name) ? Failing(name, real) : Freeing(name, real);
                made = (shim, Marshal.GetFunctionPointerForDelegate(shim));
                shims.Add((name, real), made);
            }
            return made.Address;
        }
    }

    Lookup Looking(nint real) => (owner, name) =>
        Wrap(Marshal.PtrToStringUTF8(name)!, ((delegate* unmanaged[Cdecl]<nint, nint, nint>)real)(owner, name));

    Call Failing(string name, nint real)
    {
        var driver = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, nint, nint, nint, int>)real;
        string? kind = name.EndsWith("Pipelines") ? "Pipeline"
            : name == "vkAllocateMemory" ? "Memory"
            : name.StartsWith("vkCreate") ? name["vkCreate".Length..]
            : null;
        return (a, b, c, d, e, f, g, h) =>
        {
            if (Answer(name) is { } error)
            {
                if (error == Result.ErrorDeviceLost && Waits.Contains(name))
                {
                    driver(a, b, c, d, e, f, g, h); // the device is well: what was submitted goes on, and must be done before it is freed
                }
                return (int)error;
            }
            int result = driver(a, b, c, d, e, f, g, h);
            if (kind is not null && result >= 0)
            {
                Count(kind, 1);
            }
            return result;
        };
    }

    Call Freeing(string name, nint real)
    {
        var driver = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, nint, nint, nint, int>)real;
        string kind = name == "vkFreeMemory" ? "Memory" : name["vkDestroy".Length..];
        bool isOwner = kind is "Instance" or "Device"; // those come first, all else behind its device
        return (a, b, c, d, e, f, g, h) =>
        {
            Count(kind, (isOwner ? a : b) == 0 ? 0 : -1);
            return driver(a, b, c, d, e, f, g, h);
        };
    }

    sealed class Context(FaultyDriver driver) : INativeContext
    {
        readonly Vk loader = Vk.GetApi();

        public nint GetProcAddress(string proc, int? slot = null) => driver.Wrap(proc, loader.Context.GetProcAddress(proc, slot));

        public bool TryGetProcAddress(string proc, out nint addr, int? slot = null)
        {
            bool isThere = loader.Context.TryGetProcAddress(proc, out addr, slot);
            addr = driver.Wrap(proc, addr);
            return isThere;
        }

        public void Dispose() => loader.Dispose();
    }
}
