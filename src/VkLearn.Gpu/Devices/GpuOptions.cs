using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>
/// How <see cref="GpuDevice.Open"/> chooses and makes a device. <see cref="GpuDevice.Borrow"/> does neither: choice and validation are the
/// host's, the rest holds.
/// </summary>
public sealed record GpuOptions
{
    /// <summary>
    /// Index or part of the name of the device. Null: VKLEARN_DEVICE, else discrete before integrated before virtual before CPU.
    /// </summary>
    public string? Device { get; init; }

    /// <summary>Turns on the Khronos validation layer with synchronisation validation; so does VKLEARN_VALIDATION=1.</summary>
    public bool Validation { get; init; }

    /// <summary>Turns on validation that instruments the shaders (slow); implies <see cref="Validation"/>.</summary>
    public bool GpuAssisted { get; init; }

    /// <summary>Receives each message at once, on the thread that caused it. Null: standard error.</summary>
    public Action<GpuMessage>? Message { get; init; }

    /// <summary>For tests: a VkBuffer for each buffer, guard words around it, fresh and freed memory filled with NaN.</summary>
    public bool Guarded { get; init; }

    /// <summary>
    /// Features to treat as absent, by Vulkan's names with commas, such as "bufferDeviceAddress"; null: VKLEARN_HIDE_FEATURE.
    /// </summary>
    public string? HideFeature { get; init; }

    /// <summary>Instance extensions to turn on beyond VkLearn's own: those that a window's surface asks for.</summary>
    public IReadOnlyList<string> InstanceExtensions { get; init; } = [];

    /// <summary>Turns on VK_KHR_swapchain where the device has it, for a window's target.</summary>
    public bool Presents { get; init; }

    /// <summary>
    /// Where compiled pipelines and choices are kept. Null: vklearn in $XDG_CACHE_HOME or ~/.cache (LocalAppData on Windows).
    /// </summary>
    public string? CacheDirectory { get; init; }

    /// <summary>
    /// The file of what was measured to be best on this device (<see cref="ChoiceFile"/>), or "off". Null: VKLEARN_CHOICES, else the one in
    /// the cache directory, if it is there.
    /// </summary>
    public string? Choices { get; init; }

    /// <summary>For tests: what the device is to be taken for, by what it is. Null: that.</summary>
    internal Func<DeviceInfo, DeviceInfo>? Told { get; init; }

    /// <summary>For tests: where Vulkan's entry points come from, such as a driver that fails when told to. Null: the loader.</summary>
    internal Func<Vk>? EntryPoints { get; init; }

    internal string? ChosenDevice => Device ?? Variable("VKLEARN_DEVICE");

    internal string? ChosenChoices => Choices ?? Variable("VKLEARN_CHOICES");

    internal bool Validates => Validation || GpuAssisted || Variable("VKLEARN_VALIDATION") == "1";

    internal string? HiddenFeatures => HideFeature ?? Variable("VKLEARN_HIDE_FEATURE");

    internal Action<GpuMessage> Receiver => Message ?? (static message => Console.Error.WriteLine(message));

    static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
