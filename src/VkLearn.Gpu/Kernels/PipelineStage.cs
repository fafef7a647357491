using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>A shader with its specialisation, as Vulkan takes it while a pipeline is made.</summary>
internal sealed unsafe class PipelineStage : IDisposable
{
    static readonly byte[] Main = Pinned("main\0"u8);

    readonly VulkanHandles handles;
    readonly ShaderModule module;

    public PipelineStage(VulkanHandles handles, SpecializedCode specialized, ShaderStageFlags stage)
    {
        this.handles = handles;
        module = MakeModule(SpirvSpecialization.Apply(specialized.Code.WordSpan, specialized.Values));
        Info = new(stage: stage, module: module, pName: (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(Main, 0));
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

    static byte[] Pinned(ReadOnlySpan<byte> values)
    {
        byte[] pinned = GC.AllocateUninitializedArray<byte>(values.Length, pinned: true);
        values.CopyTo(pinned);
        return pinned;
    }
}
