using System.Runtime.InteropServices;
using Silk.NET.Core;
using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>A Vulkan instance of our own, with the validation layer when it is asked for.</summary>
internal sealed unsafe class VulkanInstance : IDisposable
{
    const string ValidationLayer = "VK_LAYER_KHRONOS_validation";
    public const string DebugUtils = "VK_EXT_debug_utils";
    const string ValidationFeatures = "VK_EXT_validation_features";
    const string Portability = "VK_KHR_portability_enumeration"; // MoltenVK is listed only to those who ask

    readonly DebugMessages? messages;
    DebugUtilsMessengerEXT messenger;

    public VulkanInstance(GpuOptions options)
    {
        DriverEnvironment.Apply(options);
        Vk = Load(options);
        messages = options.Validates ? new DebugMessages(options.Receiver) : null;
        try
        {
            ApiVersion = Math.Min(LoaderVersion(Vk), Vk.Version13);
            Handle = Create(options);
            Vk.CurrentInstance = Handle;
            messenger = messages is null ? default : Listen();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Vk Vk { get; }
    public Instance Handle { get; }

    /// <summary>The highest version whose entry points and structures may be used.</summary>
    public uint ApiVersion { get; }

    public DebugNames? Names(Device device) => messages is null ? null : new(device, Function(DebugNames.Call));

    public void Dispose()
    {
        if (messenger.Handle != 0)
        {
            ((delegate* unmanaged[Cdecl]<Instance, DebugUtilsMessengerEXT, AllocationCallbacks*, void>)
                Function("vkDestroyDebugUtilsMessengerEXT"))(Handle, messenger, null);
        }
        if (Handle.Handle != 0)
        {
            Vk.DestroyInstance(Handle, null);
        }
        messages?.Dispose();
        Vk.Dispose();
    }

    /// <exception cref="NoDeviceException">There is no Vulkan loader.</exception>
    public static Vk Load(GpuOptions? options = null)
    {
        try
        {
            return options?.EntryPoints?.Invoke() ?? Vk.GetApi();
        }
        catch (FileNotFoundException)
        {
            throw new NoDeviceException($"No Vulkan loader found. {NoDeviceException.Install}", []);
        }
    }

    static uint LoaderVersion(Vk vk)
    {
        uint version = Vk.Version10;
        Check(vk.EnumerateInstanceVersion(&version));
        return version >= Vk.Version12 ? version : throw new NoDeviceException(
            $"The Vulkan loader is of version {Text(version)}, 1.2 is needed. {NoDeviceException.Install}", []);
    }

    public static string Text(uint version)
    {
        Version32 parts = (Version32)version;
        return $"{parts.Major}.{parts.Minor}.{parts.Patch}";
    }

    Instance Create(GpuOptions options)
    {
        HashSet<string> offered = Extensions(null);
        List<string> extensions = [], layers = [];
        if (messages is not null)
        {
            RequireValidationLayer();
            layers.Add(ValidationLayer);
            extensions.AddRange([DebugUtils, ValidationFeatures]);
        }
        if (offered.Contains(Portability))
        {
            extensions.Add(Portability);
        }
        extensions.AddRange(options.InstanceExtensions.Except(extensions));
        return Create(options, [.. extensions], [.. layers]);
    }

    Instance Create(GpuOptions options, string[] extensions, string[] layers)
    {
        DebugUtilsMessengerCreateInfoEXT listen = messages?.CreateInfo ?? default; // hears what goes wrong in vkCreateInstance itself
        ValidationFeatureEnableEXT* checks = stackalloc ValidationFeatureEnableEXT[3]
        {
            ValidationFeatureEnableEXT.SynchronizationValidationExt,
            ValidationFeatureEnableEXT.GpuAssistedExt,
            ValidationFeatureEnableEXT.GpuAssistedReserveBindingSlotExt,
        };
        ValidationFeaturesEXT validation = new(
            enabledValidationFeatureCount: options.GpuAssisted ? 3u : 1u, pEnabledValidationFeatures: checks, pNext: &listen);
        ApplicationInfo application = new(apiVersion: ApiVersion);
        using NativeStrings extensionNames = new(extensions), layerNames = new(layers);
        InstanceCreateInfo info = new(
            pApplicationInfo: &application,
            pNext: messages is null ? null : &validation,
            flags: extensions.Contains(Portability) ? InstanceCreateFlags.EnumeratePortabilityBitKhr : 0,
            enabledExtensionCount: (uint)extensions.Length, ppEnabledExtensionNames: extensionNames.Pointer,
            enabledLayerCount: (uint)layers.Length, ppEnabledLayerNames: layerNames.Pointer);
        Instance instance;
        Result result = Vk.CreateInstance(&info, null, &instance);
        if (result == Result.ErrorIncompatibleDriver)
        {
            throw new NoDeviceException($"No Vulkan driver found. {NoDeviceException.Install}", []);
        }
        Check(result, "vk.CreateInstance");
        return instance;
    }

    DebugUtilsMessengerEXT Listen()
    {
        DebugUtilsMessengerCreateInfoEXT info = messages!.CreateInfo;
        DebugUtilsMessengerEXT made;
        Check(((delegate* unmanaged[Cdecl]<Instance, DebugUtilsMessengerCreateInfoEXT*,
            AllocationCallbacks*, DebugUtilsMessengerEXT*, Result>)
            Function("vkCreateDebugUtilsMessengerEXT"))(Handle, &info, null, &made), "vk.CreateDebugUtilsMessengerEXT");
        return made;
    }

    nint Function(string name) => Function(Vk, Handle, name);

    /// <summary>The address of an extension's entry point.</summary>
    public static nint Function(Vk vk, Instance instance, string name) => (nint)vk.GetInstanceProcAddr(instance, name).Handle;

    void RequireValidationLayer()
    {
        uint count = 0;
        Check(Vk.EnumerateInstanceLayerProperties(&count, null));
        LayerProperties[] layers = new LayerProperties[count];
        fixed (LayerProperties* first = layers)
        {
            Check(Vk.EnumerateInstanceLayerProperties(&count, first));
        }
        if (!layers.Any(static layer => Text(layer.LayerName) == ValidationLayer))
        {
            throw new VulkanException(Result.ErrorLayerNotPresent, "vk.CreateInstance",
                $"Validation was asked for, but {ValidationLayer} is not installed. On Debian: apt-get install vulkan-validationlayers.");
        }
    }

    HashSet<string> Extensions(byte* layer)
    {
        uint count = 0;
        Check(Vk.EnumerateInstanceExtensionProperties(layer, &count, null));
        ExtensionProperties[] found = new ExtensionProperties[count];
        fixed (ExtensionProperties* first = found)
        {
            Check(Vk.EnumerateInstanceExtensionProperties(layer, &count, first));
        }
        return [.. found.Select(static extension => Text(extension.ExtensionName))];
    }

    /// <summary>Text of a fixed field of a structure, which ends at its first zero.</summary>
    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
