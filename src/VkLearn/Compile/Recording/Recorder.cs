using System.Buffers.Binary;
using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>Writes commands and barriers into a command list.</summary>
static class Recorder
{
    public static CommandList Run(GpuDevice gpu, string name, IReadOnlyList<Command> commands, bool[] barrierBefore, MemoryPlan memory)
    {
        gpu.MakeKernels(commands.OfType<KernelCommand>().Select(kernel => kernel.Specialized));
        using CommandRecorder recorder = gpu.BeginRecording(name);
        Write(recorder, gpu, commands, barrierBefore, memory);
        return recorder.End();
    }

    public static void Write(
        CommandRecorder recorder, GpuDevice gpu, IReadOnlyList<Command> commands, bool[] barrierBefore, MemoryPlan memory)
    {
        for (int i = 0; i < commands.Count; i++)
        {
            if (barrierBefore[i])
            {
                recorder.Barrier();
            }

            Write(recorder, gpu, commands[i], memory);
        }
    }

    public static void Write(CommandRecorder recorder, GpuDevice gpu, Command command, MemoryPlan memory)
    {
        switch (command)
        {
            case CopyCommand copy:
                Location from = memory.Of(copy.Source), to = memory.Of(copy.Destination);
                recorder.Copy(from.Buffer, from.Offset, to.Buffer, to.Offset, copy.Source.TensorType.Bytes);
                break;
            case KernelCommand kernel:
                (uint x, uint y) = kernel.Groups.Grid;
                recorder.Dispatch(gpu.GetKernel(kernel.Specialized), Block(kernel, memory), x, y);
                break;
        }
    }

    /// <summary>The bytes of a kernel's argument block, laid out as its shader declares.</summary>
    static byte[] Block(KernelCommand kernel, MemoryPlan memory)
    {
        byte[] block = new byte[kernel.Code.ArgumentBytes];
        for (int i = 0; i < kernel.Arguments.Length; i++)
        {
            Span<byte> at = block.AsSpan(kernel.Code.Arguments[i].Offset);
            if (kernel.Arguments[i].IsAddress)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(at, Address(kernel, kernel.Arguments[i], memory));
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(at, Word(kernel, kernel.Arguments[i], memory));
            }
        }

        return block;
    }

    static ulong Address(KernelCommand kernel, Arg argument, MemoryPlan memory)
    {
        ReadOnlySpan<Tensor> tensors = argument.Tensors;
        if (tensors.Length == 0)
        {
            return 0;
        }

        ulong first = memory.Of(tensors[0]).Address;
        if (argument.IsStrided)
        {
            return Math.Min(first, memory.Of(tensors[^1]).Address);
        }

        RefuseScattered(kernel, tensors, memory);
        return first;
    }

    static uint Word(KernelCommand kernel, Arg argument, MemoryPlan memory) =>
        argument.IsStride ? (uint)(Stride(kernel, argument.All, memory) / sizeof(float)) : argument.Word;

    /// <summary>Bytes from each tensor to the next.</summary>
    static int Stride(KernelCommand kernel, ReadOnlySpan<Tensor> tensors, MemoryPlan memory)
    {
        if (tensors.Length < 2)
        {
            return 0;
        }

        long address = (long)memory.Of(tensors[0]).Address, stride = (long)memory.Of(tensors[1]).Address - address;
        foreach (Tensor tensor in tensors)
        {
            if ((long)memory.Of(tensor).Address != address)
            {
                throw new InvalidOperationException(
                    $"{kernel.Label}: {tensor} does not lie {stride} bytes after the tensor before it, as {kernel.Code.Name} takes them.");
            }

            address += stride;
        }

        return checked((int)stride);
    }

    /// <summary>A range must lie as parameters do: a kernel that was given its first address would else write elsewhere.</summary>
    static void RefuseScattered(KernelCommand kernel, ReadOnlySpan<Tensor> tensors, MemoryPlan memory)
    {
        ulong address = memory.Of(tensors[0]).Address;
        foreach (Tensor tensor in tensors)
        {
            if (memory.Of(tensor).Address != address)
            {
                throw new InvalidOperationException(
                    $"{kernel.Label}: {tensor} does not follow the tensors that {kernel.Code.Name} takes as one range.");
            }

            address += (ulong)Session.Align(tensor.TensorType.Bytes);
        }
    }
}
