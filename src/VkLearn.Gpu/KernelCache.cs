using System.Runtime.InteropServices;
using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>Every kernel of a device, made once; and the one pipeline layout: 128 bytes of push constants, no descriptor sets.</summary>
internal sealed unsafe class KernelCache
{
    const uint PushConstantBytes = 128;

    readonly VulkanHandles handles;
    readonly PipelineCacheFile file;
    readonly Dictionary<Key, Kernel> kernels = [];
    readonly Lock making = new();
    readonly PipelineLayout layout;
    readonly PipelineCache compiled;

    public KernelCache(VulkanHandles handles, PipelineCacheFile file)
    {
        this.handles = handles;
        this.file = file;
        PushConstantRange range = new(ShaderStageFlags.ComputeBit, 0, PushConstantBytes);
        PipelineLayoutCreateInfo info = new(pushConstantRangeCount: 1, pPushConstantRanges: &range);
        handles.Make(handles.Vk.CreatePipelineLayout(handles.Device, &info, null, out layout));
        compiled = MakeCache(file.Read());
    }

    public Kernel Get(ShaderCode code, ReadOnlySpan<uint> specialization)
    {
        Key key = new(code, specialization.ToArray());
        lock (making)
        {
            return CollectionsMarshal.GetValueRefOrAddDefault(kernels, key, out _) ??= Make(key);
        }
    }

    /// <summary>Destroys the kernels, and keeps what the driver compiled for the next run unless the device was lost.</summary>
    public void Free(bool keep)
    {
        if (keep)
        {
            file.Write(CompiledBytes());
        }
        foreach (Kernel kernel in kernels.Values)
        {
            handles.Vk.DestroyPipeline(handles.Device, kernel.Pipeline, null);
        }
        handles.Vk.DestroyPipelineCache(handles.Device, compiled, null);
        handles.Vk.DestroyPipelineLayout(handles.Device, layout, null);
    }

    Kernel Make(Key key)
    {
        if (key.Code.ArgumentBytes > PushConstantBytes)
        {
            throw new ArgumentException(
                $"Kernel \"{key.Code.Name}\": arguments take at most {PushConstantBytes} bytes, received {key.Code.ArgumentBytes}.");
        }
        ShaderModule module = MakeModule(key.Code.WordSpan);
        try
        {
            Pipeline pipeline = MakePipeline(module, key);
            handles.Names?.Set(ObjectType.Pipeline, pipeline.Handle, key.Code.Name);
            return new(key.Code, key.Values, pipeline, layout);
        }
        finally
        {
            handles.Vk.DestroyShaderModule(handles.Device, module, null);
        }
    }

    ShaderModule MakeModule(ReadOnlySpan<uint> words)
    {
        fixed (uint* code = words)
        {
            ShaderModuleCreateInfo info = new(codeSize: (nuint)words.Length * sizeof(uint), pCode: code);
            handles.Make(handles.Vk.CreateShaderModule(handles.Device, &info, null, out ShaderModule module));
            return module;
        }
    }

    Pipeline MakePipeline(ShaderModule module, Key key)
    {
        SpecializationMapEntry[] entries = [.. key.Code.SpecializationIds
            .Where(id => id < key.Values.Length)
            .Select(static id => new SpecializationMapEntry(id, id * sizeof(uint), sizeof(uint)))];
        ReadOnlySpan<byte> main = "main\0"u8;
        fixed (SpecializationMapEntry* map = entries)
        fixed (uint* values = key.Values)
        fixed (byte* entry = main)
        {
            SpecializationInfo specialization = new(
                (uint)entries.Length, map, (nuint)key.Values.Length * sizeof(uint), values);
            ComputePipelineCreateInfo info = new(
                layout: layout,
                stage: new(stage: ShaderStageFlags.ComputeBit, module: module, pName: entry, pSpecializationInfo: &specialization));
            Pipeline pipeline;
            handles.Make(handles.Vk.CreateComputePipelines(handles.Device, compiled, 1, &info, null, &pipeline));
            return pipeline;
        }
    }

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
        Check(handles.Vk.GetPipelineCacheData(handles.Device, compiled, &count, null));
        byte[] bytes = new byte[count];
        fixed (byte* data = bytes)
        {
            Check(handles.Vk.GetPipelineCacheData(handles.Device, compiled, &count, data));
        }
        return bytes[..(int)count];
    }

    readonly record struct Key(ShaderCode Code, uint[] Values)
    {
        public bool Equals(Key other) => Code == other.Code && Values.AsSpan().SequenceEqual(other.Values);

        public override int GetHashCode()
        {
            HashCode hash = new();
            hash.Add(Code);
            hash.AddBytes(MemoryMarshal.AsBytes(Values.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
