using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>Every kernel of a device, made once; and the one pipeline layout: 128 bytes of push constants, no descriptor sets.</summary>
internal sealed unsafe class KernelCache
{
    public const uint PushConstantBytes = 128;

    readonly VulkanHandles handles;
    readonly DeviceInfo device;
    readonly PipelineCacheFile file;
    readonly Dictionary<SpecializedCode, Kernel> kernels = [];
    readonly Lock adding = new(); // not while the driver compiles, which it does on several threads at once
    readonly PipelineLayout layout;

    public KernelCache(VulkanHandles handles, DeviceInfo device, PipelineCacheFile file)
    {
        (this.handles, this.device, this.file) = (handles, device, file);
        PushConstantRange range = new(ShaderStageFlags.ComputeBit, 0, PushConstantBytes);
        PipelineLayoutCreateInfo info = new(pushConstantRangeCount: 1, pPushConstantRanges: &range);
        handles.Make(handles.Vk.CreatePipelineLayout(handles.Device, &info, null, out layout));
        try
        {
            Compiled = MakeCache(file.Read());
        }
        catch
        {
            DestroyLayout();
            throw;
        }
    }

    /// <summary>What the driver has compiled, for every kind of pipeline.</summary>
    public PipelineCache Compiled { get; }

    public int Count
    {
        get
        {
            lock (adding)
            {
                return kernels.Count;
            }
        }
    }

    public Kernel Get(SpecializedCode code) => Find(code) ?? Add(code, Make(code));

    /// <summary>Makes those that are not there yet, each on a thread: drivers take 10 ms for one, and more.</summary>
    public void Make(IEnumerable<SpecializedCode> wanted)
    {
        SpecializedCode[] missing = [.. wanted.Distinct().Where(code => Find(code) is null)];
        Task[] others = [.. missing.Skip(1).Select(code => Task.Run(() => Add(code, Make(code))))];
        try
        {
            if (missing is [var first, ..])
            {
                Add(first, Make(first));
            }
        }
        finally
        {
            Task.WhenAll(others).GetAwaiter().GetResult();
        }
    }

    Kernel? Find(SpecializedCode code)
    {
        lock (adding)
        {
            return kernels.GetValueOrDefault(code);
        }
    }

    /// <summary>Keeps a kernel, unless another thread was faster.</summary>
    Kernel Add(SpecializedCode code, Kernel made)
    {
        lock (adding)
        {
            if (kernels.TryAdd(code, made))
            {
                return made;
            }
        }
        handles.Vk.DestroyPipeline(handles.Device, made.Pipeline, null);
        return Find(code)!;
    }

    /// <summary>Destroys the kernels, and keeps what the driver compiled for the next run unless the device was lost.</summary>
    public void Free(bool keep)
    {
        if (keep)
        {
            file.Write(CompiledBytes);
        }
        foreach (Kernel kernel in kernels.Values)
        {
            handles.Vk.DestroyPipeline(handles.Device, kernel.Pipeline, null);
        }
        handles.Vk.DestroyPipelineCache(handles.Device, Compiled, null);
        DestroyLayout();
    }

    void DestroyLayout() => handles.Vk.DestroyPipelineLayout(handles.Device, layout, null);

    /// <exception cref="ArgumentException">A shader of another stage, or its arguments take more than 128 bytes.</exception>
    public static void Expect(ShaderCode code, ShaderStage stage)
    {
        if (code.Stage != stage)
        {
            throw new ArgumentException($"Shader \"{code.Name}\" is of the stage {code.Stage}, one of {stage} is needed here.");
        }
        if (code.ArgumentBytes > PushConstantBytes)
        {
            throw new ArgumentException(
                $"Kernel \"{code.Name}\": arguments take at most {PushConstantBytes} bytes, received {code.ArgumentBytes}.");
        }
    }

    Kernel Make(SpecializedCode code)
    {
        Expect(code.Code, ShaderStage.Compute);
        using PipelineStage stage = new(handles, code, ShaderStageFlags.ComputeBit);
        PipelineShaderStageCreateInfo stageInfo = stage.Info;
        PipelineShaderStageRequiredSubgroupSizeCreateInfo lone = new(requiredSubgroupSize: device.SubgroupSize);
        if (IsOneSubgroup(code))
        {
            stageInfo.PNext = &lone;
            stageInfo.Flags = PipelineShaderStageCreateFlags.RequireFullSubgroupsBit;
        }
        ComputePipelineCreateInfo info = new(layout: layout, stage: stageInfo);
        Pipeline pipeline;
        handles.Make(handles.Vk.CreateComputePipelines(handles.Device, Compiled, 1, &info, null, &pipeline));
        handles.Names?.Set(ObjectType.Pipeline, pipeline.Handle, code.Code.Name);
        return new(code, pipeline, layout);
    }

    /// <summary>
    /// Whether it counts on a workgroup's being one subgroup: a device that has several sizes must be asked for this one.
    /// </summary>
    bool IsOneSubgroup(SpecializedCode code) =>
        device.HasSubgroupSizeControl && code.Code.UsesSubgroups && code.LocalSize == device.SubgroupSize;

    PipelineCache MakeCache(ReadOnlySpan<byte> kept)
    {
        fixed (byte* data = kept)
        {
            PipelineCacheCreateInfo info = new(initialDataSize: (nuint)kept.Length, pInitialData: data);
            handles.Make(handles.Vk.CreatePipelineCache(handles.Device, &info, null, out PipelineCache cache));
            return cache;
        }
    }

    byte[] CompiledBytes()
    {
        nuint count = 0;
        Check(handles.Vk.GetPipelineCacheData(handles.Device, Compiled, &count, null));
        byte[] bytes = new byte[count];
        fixed (byte* data = bytes)
        {
            Check(handles.Vk.GetPipelineCacheData(handles.Device, Compiled, &count, data));
        }
        return bytes[..(int)count];
    }
}
