namespace VkLearn.Gpu;

/// <summary>What kernels are chosen by first: whose GPU a device is, or that it is none but a driver that computes on the CPU.</summary>
public enum DeviceClass { CpuDriver, Nvidia, Amd, Intel, Arm, Qualcomm, Apple, OtherGpu }
