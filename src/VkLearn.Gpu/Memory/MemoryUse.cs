namespace VkLearn.Gpu;

/// <summary>What memory is for.</summary>
internal enum MemoryUse
{
    /// <summary>The device works on it: its own memory, nothing else.</summary>
    Device,

    /// <summary>The device works on it: its own memory, or where that is full the host's, which is slower.</summary>
    DeviceOrHost,

    /// <summary>The CPU writes it once and the device copies it.</summary>
    Upload,

    /// <summary>The device copies into it and the CPU reads: uncached reads are some 20 times slower.</summary>
    Readback,
}
