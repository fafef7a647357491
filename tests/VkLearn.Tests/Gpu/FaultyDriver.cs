using Silk.NET.Vulkan;
using Call = VkLearn.Tests.Gpu.WrappedCalls.Call;

namespace VkLearn.Tests.Gpu;

/// <summary>
/// A Vulkan driver that fails when told to: every entry point that answers with a VkResult counts its calls, and at the chosen one answers
/// an error without calling the driver, so that nothing is made and the state is what Vulkan says of a call that failed. A lost device
/// answers nothing but its loss from then on, destroying and freeing go on working. One device at a time.
/// </summary>
public sealed class FaultyDriver
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
    readonly WrappedCalls wrapped;
    readonly Dictionary<string, int> living = [];
    readonly List<string> calls = [], failed = [];
    Result fault;
    int failing = int.MaxValue;
    bool persists, isLost;

    public FaultyDriver() => wrapped = new(Wrap);

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
    public Vk Open() => wrapped.Open();

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

    Call? Wrap(string name, Call driver) =>
        Fallible.Contains(name) ? Failing(name, driver)
        : name.StartsWith("vkDestroy") || name == "vkFreeMemory" ? Freeing(name, driver)
        : null;

    Call Failing(string name, Call driver)
    {
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
            int result = (int)driver(a, b, c, d, e, f, g, h);
            if (kind is not null && result >= 0)
            {
                Count(kind, 1);
            }
            return result;
        };
    }

    Call Freeing(string name, Call driver)
    {
        string kind = name == "vkFreeMemory" ? "Memory" : name["vkDestroy".Length..];
        bool isOwner = kind is "Instance" or "Device"; // those come first, all else behind its device
        return (a, b, c, d, e, f, g, h) =>
        {
            Count(kind, (isOwner ? a : b) == 0 ? 0 : -1);
            return driver(a, b, c, d, e, f, g, h);
        };
    }
}
