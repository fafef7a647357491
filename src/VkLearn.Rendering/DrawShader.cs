using System.Buffers.Binary;
using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>A view's fragment shader. Its arguments begin with originX and originY, the rectangle's corner, given by <see cref="Draw"/>.</summary>
sealed class DrawShader(string name)
{
    const int ArgumentBytes = 128, OriginArguments = 2;

    static readonly ShaderCode Vertex = ShaderCode.FromResource(typeof(DrawShader).Assembly, "Quad.vert");

    readonly ShaderCode code = ShaderCode.FromResource(typeof(DrawShader).Assembly, name + ".frag");
    DrawKernel? kernel;
    uint[] made = []; // the constants of the kernel

    /// <summary>A colour as shaders unpack it.</summary>
    public static uint Word(SKColor color) => color.Red | (uint)color.Green << 8 | (uint)color.Blue << 16 | (uint)color.Alpha << 24;

    /// <summary>Draws a rectangle of the target.</summary>
    /// <param name="constants">Value i is constant_id i + 1; id 0 follows from the format.</param>
    public void Draw(
        FrameContext frame, Rectangle place, ReadOnlySpan<uint> constants, params ReadOnlySpan<Argument> arguments)
    {
        if (place.IsEmpty)
        {
            return;
        }
        if (kernel is null || kernel.Target != frame.Format || !constants.SequenceEqual(made))
        {
            made = constants.ToArray();
            kernel = frame.Gpu.GetDrawKernel(Vertex, code, frame.Format, [frame.Format.IsSrgb ? 1u : 0u, .. made]);
        }
        Span<byte> block = stackalloc byte[ArgumentBytes];
        BinaryPrimitives.WriteInt32LittleEndian(block, place.X);
        BinaryPrimitives.WriteInt32LittleEndian(block[sizeof(int)..], place.Y);
        Argument.Write(code, OriginArguments, arguments, block);
        frame.Recorder.Draw(kernel, block[..kernel.ArgumentBytes], place.X, place.Y, place.Width, place.Height);
    }
}
