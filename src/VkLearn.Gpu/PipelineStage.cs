using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>A shader with its specialisation, as Vulkan takes it while a pipeline is made.</summary>
internal sealed unsafe class PipelineStage : IDisposable
{
    static readonly byte[] Main = Pinned("main\0"u8);

    readonly VulkanHandles handles;
    readonly ShaderModule module;
    readonly SpecializationMapEntry[] entries;
    readonly uint[] values;
    readonly SpecializationInfo[] specialization = GC.AllocateUninitializedArray<SpecializationInfo>(1, pinned: true);

    public PipelineStage(VulkanHandles handles, ShaderCode code, SpecializationValues specialized, ShaderStageFlags stage)
    {
        this.handles = handles;
        entries = Pinned<SpecializationMapEntry>([.. code.SpecializationIds
            .Where(id => id < specialized.Values.Length)
            .Select(static id => new SpecializationMapEntry(id, id * sizeof(uint), sizeof(uint)))]);
        values = Pinned<uint>(specialized.Values);
        specialization[0] = new(
            (uint)entries.Length, Address(entries), (nuint)values.Length * sizeof(uint), Address(values));
        module = MakeModule(code.WordSpan);
        Info = new(stage: stage, module: module, pName: Address(Main), pSpecializationInfo: Address(specialization));
    }

    /// <summary>Valid until this is disposed.</summary>
    public PipelineShaderStageCreateInfo Info { get; }

    public void Dispose() => handles.Vk.DestroyShaderModule(handles.Device, module, null);

    ShaderModule MakeModule(ReadOnlySpan<uint> words)
    {
        fixed (uint* code = words)
        {
            ShaderModuleCreateInfo info = new(codeSize: (nuint)words.Length * sizeof(uint), pCode: code);
            handles.Make(handles.Vk.CreateShaderModule(handles.Device, &info, null, out ShaderModule made));
            return made;
        }
    }

    static T[] Pinned<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        T[] pinned = GC.AllocateUninitializedArray<T>(values.Length, pinned: true);
        values.CopyTo(pinned);
        return pinned;
    }

    static T* Address<T>(T[] pinned) where T : unmanaged =>
        pinned.Length == 0 ? null : (T*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
}
