using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VkLearn.Gpu;
using VkLearn.Rendering;

namespace VkLearn.Tests.Gpu;

/// <summary>Shaders/Words.frag with its tensor: each word (rows, columns) is one pixel.</summary>
internal sealed class Words : IDisposable
{
    readonly GpuDevice gpu;

    public Words(GpuDevice gpu, int width, int height)
    {
        (this.gpu, Width, Height) = (gpu, width, height);
        X = gpu.Memory.Allocate(width * height * sizeof(uint), "words");
    }

    public static ShaderCode Quad => ShaderCode.FromResource(typeof(ITarget).Assembly, "Quad.vert");

    public static ShaderCode Code => ShaderCode.FromResource(typeof(Words).Assembly, "Words.frag");

    public int Width { get; }
    public int Height { get; }
    public GpuBuffer X { get; }

    /// <summary>Uploads random opaque pixels.</summary>
    public byte[] Randomize(int seed)
    {
        byte[] pixels = new byte[X.Bytes];
        new System.Random(seed).NextBytes(pixels);
        for (int i = 3; i < pixels.Length; i += 4)
        {
            pixels[i] = 255;
        }
        gpu.Staging.Upload<byte>(pixels, X);
        return pixels;
    }

    public void Draw(CommandRecorder recorder, ImageFormat format, int x = 0, int y = 0, float alpha = 1) => recorder.Draw(
        gpu.GetDrawKernel(Quad, Code, format, ("LINEAR_OUTPUT", format.IsSrgb)), Arguments(x, y, alpha), x, y, Width, Height);

    public byte[] Arguments(int x, int y, float alpha)
    {
        byte[] bytes = new byte[Code.ArgumentBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, X.Address);
        MemoryMarshal.Write(bytes.AsSpan(8), new System.Numerics.Vector2(x, y));
        MemoryMarshal.Write(bytes.AsSpan(16), (Width, Height));
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(24), alpha);
        return bytes;
    }

    public void Dispose() => X.Dispose();
}
