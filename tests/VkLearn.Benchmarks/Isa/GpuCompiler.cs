using System.Runtime.InteropServices;
using Silk.NET.Vulkan;
using VkLearn.Gpu;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Benchmarks;

/// <summary>
/// A device that compiles kernels and says what it made of them (VK_KHR_pipeline_executable_properties). It allocates no memory and runs
/// nothing, so it may be one of a driver whose GPU is not there.
/// </summary>
sealed unsafe class GpuCompiler : IDisposable
{
    const string Extension = "VK_KHR_pipeline_executable_properties";
    const PipelineCreateFlags Telling =
        PipelineCreateFlags.CreateCaptureStatisticsBitKhr | PipelineCreateFlags.CreateCaptureInternalRepresentationsBitKhr;

    readonly VulkanHandles handles;
    readonly PipelineLayout layout;

    /// <summary>The first device that is no CPU's.</summary>
    /// <exception cref="NoDeviceException">There is none.</exception>
    public GpuCompiler()
    {
        VulkanInstance instance = new(new GpuOptions { Choices = "off" });
        DeviceCandidate chosen = DeviceCandidate.List(instance, hidden: null).FirstOrDefault(device => device.Info.Type != "cpu")
            ?? throw new NoDeviceException("No driver shows a GPU to compile for.", []);
        Info = chosen.Info;
        handles = Make(instance, chosen);
        PushConstantRange range = new(ShaderStageFlags.ComputeBit, 0, chosen.Info.Limits.PushConstantBytes);
        PipelineLayoutCreateInfo info = new(pushConstantRangeCount: 1, pPushConstantRanges: &range);
        Check(handles.Vk.CreatePipelineLayout(handles.Device, &info, null, out layout));
    }

    public DeviceInfo Info { get; }

    /// <summary>What the compiler makes of a kernel; of several for the widths that it may run at, the widest, which runs.</summary>
    public Executable Compile(SpecializedCode code)
    {
        using PipelineStage stage = new(handles, code, ShaderStageFlags.ComputeBit);
        ComputePipelineCreateInfo info = new(flags: Telling, layout: layout, stage: stage.Info);
        Pipeline pipeline;
        Check(handles.Vk.CreateComputePipelines(handles.Device, default, 1, &info, null, &pipeline));
        try
        {
            return Told(pipeline);
        }
        finally
        {
            handles.Vk.DestroyPipeline(handles.Device, pipeline, null);
        }
    }

    public void Dispose()
    {
        handles.Vk.DestroyPipelineLayout(handles.Device, layout, null);
        handles.Dispose();
    }

    static VulkanHandles Make(VulkanInstance instance, DeviceCandidate chosen)
    {
        PhysicalDevicePipelineExecutablePropertiesFeaturesKHR telling = new(pipelineExecutableInfo: true);
        PhysicalDeviceVulkan12Features of12 = new(pNext: &telling, bufferDeviceAddress: true);
        PhysicalDeviceFeatures2 features = new(pNext: &of12, features: new(shaderInt64: chosen.Info.HasInt64));
        float priority = 1;
        DeviceQueueCreateInfo queue = new(queueFamilyIndex: chosen.QueueFamily, queueCount: 1, pQueuePriorities: &priority);
        using NativeStrings extensions = new([Extension]);
        DeviceCreateInfo info = new(pNext: &features, queueCreateInfoCount: 1, pQueueCreateInfos: &queue,
            enabledExtensionCount: (uint)extensions.Count, ppEnabledExtensionNames: extensions.Pointer);
        Check(instance.Vk.CreateDevice(chosen.Handle, &info, null, out Device device));
        instance.Vk.CurrentDevice = device;
        return new(instance.Vk, chosen.Handle, device, default, chosen.QueueFamily, new(), instance, ownsDevice: true)
        {
            MemoryTypes = new(instance.Vk, chosen.Handle, tellsBudget: false),
        };
    }

    Executable Told(Pipeline pipeline)
    {
        PipelineInfoKHR of = new(pipeline: pipeline);
        PipelineExecutablePropertiesKHR[] widths = All(
            handles.Function("vkGetPipelineExecutablePropertiesKHR"), &of, new PipelineExecutablePropertiesKHR(pNext: null));
        PipelineExecutableInfoKHR last = new(pipeline: pipeline, executableIndex: (uint)widths.Length - 1);
        PipelineExecutableStatisticKHR[] figures = All(
            handles.Function("vkGetPipelineExecutableStatisticsKHR"), &last, new PipelineExecutableStatisticKHR(pNext: null));
        return new(widths[^1].SubgroupSize,
            figures.ToDictionary(figure => VulkanInstance.Text(figure.Name), figure => (long)figure.Value.U64), Assembly(&last));
    }

    string Assembly(PipelineExecutableInfoKHR* of)
    {
        nint call = handles.Function("vkGetPipelineExecutableInternalRepresentationsKHR");
        PipelineExecutableInternalRepresentationKHR[] texts = All(call, of, new PipelineExecutableInternalRepresentationKHR(pNext: null));
        int found = Array.FindLastIndex(texts, text => VulkanInstance.Text(text.Name).EndsWith("Assembly", StringComparison.Ordinal));
        byte[][] bytes = [.. texts.Select(text => GC.AllocateArray<byte>((int)text.DataSize + 1, pinned: true))];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i].PData = (void*)Marshal.UnsafeAddrOfPinnedArrayElement(bytes[i], 0);
        }
        Fill(call, of, texts);
        return found < 0 ? "" : System.Text.Encoding.UTF8.GetString(bytes[found]).TrimEnd('\0');
    }

    /// <summary>All that one of the extension's calls has to say: first how many, then each.</summary>
    T[] All<T>(nint call, void* of, T empty) where T : unmanaged
    {
        uint count = 0;
        Check(((delegate* unmanaged[Cdecl]<Device, void*, uint*, void*, Result>)call)(handles.Device, of, &count, null), Extension);
        T[] told = new T[count];
        Array.Fill(told, empty);
        Fill(call, of, told);
        return told;
    }

    void Fill<T>(nint call, void* of, T[] told) where T : unmanaged
    {
        uint count = (uint)told.Length;
        fixed (T* first = told)
        {
            Check(((delegate* unmanaged[Cdecl]<Device, void*, uint*, void*, Result>)call)(handles.Device, of, &count, first), Extension);
        }
    }
}
