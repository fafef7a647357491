using System.Runtime.InteropServices;
using Silk.NET.Core;
using Silk.NET.Vulkan;

namespace HostEngine;

/// <summary>The engine's instance, device and its one queue, which several threads use under a lock.</summary>
sealed unsafe class HostDevice : IDisposable
{
    readonly DebugUtilsMessengerEXT messenger;
    readonly HashSet<string> enabled = [];

    /// <param name="wanted">Features to enable where they are offered, by Vulkan's names.</param>
    /// <param name="validates">Whether the validation layer watches.</param>
    public HostDevice(IReadOnlyCollection<string> wanted, bool validates)
    {
        Instance = MakeInstance(validates);
        Vk.CurrentInstance = Instance;
        messenger = validates ? Listen() : default;
        (PhysicalDevice, Family) = Choose();
        Device = MakeDevice(wanted);
        Vk.CurrentDevice = Device;
        Vk.GetDeviceQueue(Device, Family, 0, out Queue queue);
        Queue = queue;
    }

    public static uint ApiVersion => Vk.Version13;

    public Vk Vk { get; } = Vk.GetApi();
    public Instance Instance { get; }
    public PhysicalDevice PhysicalDevice { get; }
    public Device Device { get; }
    public Queue Queue { get; }
    public uint Family { get; }

    /// <summary>Held by whoever uses <see cref="Queue"/>.</summary>
    public Lock QueueLock { get; } = new();

    /// <summary>What the device was made with.</summary>
    public IReadOnlyCollection<string> EnabledFeatures => enabled;

    public static void Check(Result result)
    {
        if (result < Result.Success)
        {
            throw new InvalidOperationException($"Vulkan answered {result}.");
        }
    }

    public void Submit(SubmitInfo* submit, Fence fence)
    {
        lock (QueueLock)
        {
            Check(Vk.QueueSubmit(Queue, 1, submit, fence));
        }
    }

    public DeviceMemory Allocate(MemoryRequirements requirements, MemoryPropertyFlags wanted)
    {
        Vk.GetPhysicalDeviceMemoryProperties(PhysicalDevice, out PhysicalDeviceMemoryProperties properties);
        uint type = 0;
        while ((requirements.MemoryTypeBits & 1u << (int)type) == 0
            || (properties.MemoryTypes[(int)type].PropertyFlags & wanted) != wanted)
        {
            type++;
        }
        MemoryAllocateInfo info = new(allocationSize: requirements.Size, memoryTypeIndex: type);
        Check(Vk.AllocateMemory(Device, &info, null, out DeviceMemory memory));
        return memory;
    }

    public void Dispose()
    {
        Vk.DestroyDevice(Device, null);
        if (messenger.Handle != 0)
        {
            ((delegate* unmanaged[Cdecl]<Instance, DebugUtilsMessengerEXT, AllocationCallbacks*, void>)
                Function("vkDestroyDebugUtilsMessengerEXT"))(Instance, messenger, null);
        }
        Vk.DestroyInstance(Instance, null);
        Vk.Dispose();
    }

    Instance MakeInstance(bool validates)
    {
        DebugUtilsMessengerCreateInfoEXT listen = Messages.CreateInfo;
        ValidationFeatureEnableEXT check = ValidationFeatureEnableEXT.SynchronizationValidationExt;
        ValidationFeaturesEXT validation = new(enabledValidationFeatureCount: 1, pEnabledValidationFeatures: &check, pNext: &listen);
        ApplicationInfo application = new(apiVersion: ApiVersion);
        byte** layers = stackalloc byte*[1] { (byte*)Marshal.StringToHGlobalAnsi("VK_LAYER_KHRONOS_validation") };
        byte** extensions = stackalloc byte*[2]
        {
            (byte*)Marshal.StringToHGlobalAnsi("VK_EXT_debug_utils"), (byte*)Marshal.StringToHGlobalAnsi("VK_EXT_validation_features"),
        };
        InstanceCreateInfo info = validates
            ? new(pNext: &validation, pApplicationInfo: &application, enabledLayerCount: 1, ppEnabledLayerNames: layers,
                enabledExtensionCount: 2, ppEnabledExtensionNames: extensions)
            : new(pApplicationInfo: &application);
        Check(Vk.CreateInstance(&info, null, out Instance instance));
        return instance;
    }

    DebugUtilsMessengerEXT Listen()
    {
        DebugUtilsMessengerCreateInfoEXT info = Messages.CreateInfo;
        DebugUtilsMessengerEXT made;
        Check(((delegate* unmanaged[Cdecl]<Instance, DebugUtilsMessengerCreateInfoEXT*, AllocationCallbacks*,
            DebugUtilsMessengerEXT*, Result>)Function("vkCreateDebugUtilsMessengerEXT"))(Instance, &info, null, &made));
        return made;
    }

    nint Function(string name) => (nint)Vk.GetInstanceProcAddr(Instance, name).Handle;

    /// <summary>The first device with a queue that draws, and its family.</summary>
    (PhysicalDevice Device, uint Family) Choose()
    {
        foreach (PhysicalDevice device in Vk.GetPhysicalDevices(Instance))
        {
            uint count = 0;
            Vk.GetPhysicalDeviceQueueFamilyProperties(device, &count, null);
            QueueFamilyProperties[] families = new QueueFamilyProperties[count];
            Vk.GetPhysicalDeviceQueueFamilyProperties(device, &count, families);
            int family = Array.FindIndex(families, static family => family.QueueFlags.HasFlag(QueueFlags.GraphicsBit));
            if (family >= 0)
            {
                return (device, (uint)family);
            }
        }
        throw new InvalidOperationException("No device draws.");
    }

    Device MakeDevice(IReadOnlyCollection<string> wanted)
    {
        PhysicalDeviceVulkan13Features of13 = new(pNext: null);
        PhysicalDeviceVulkan12Features of12 = new(pNext: &of13);
        PhysicalDeviceFeatures2 features = new(pNext: &of12);
        Vk.GetPhysicalDeviceFeatures2(PhysicalDevice, &features);
        of13 = new(dynamicRendering: Take("dynamicRendering", of13.DynamicRendering),
            subgroupSizeControl: Take("subgroupSizeControl", of13.SubgroupSizeControl),
            computeFullSubgroups: Take("computeFullSubgroups", of13.ComputeFullSubgroups));
        of12 = new(pNext: &of13, bufferDeviceAddress: Take("bufferDeviceAddress", of12.BufferDeviceAddress),
            timelineSemaphore: Take("timelineSemaphore", of12.TimelineSemaphore));
        features = new(pNext: &of12, features: new(shaderInt64: Take("shaderInt64", features.Features.ShaderInt64)));
        float priority = 1;
        DeviceQueueCreateInfo queue = new(queueFamilyIndex: Family, queueCount: 1, pQueuePriorities: &priority);
        DeviceCreateInfo info = new(pNext: &features, queueCreateInfoCount: 1, pQueueCreateInfos: &queue);
        Check(Vk.CreateDevice(PhysicalDevice, &info, null, out Device device));
        return device;

        bool Take(string name, Bool32 isOffered)
        {
            bool taken = isOffered && wanted.Contains(name);
            if (taken)
            {
                enabled.Add(name);
            }
            return taken;
        }
    }
}
