using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>A view's fragment shader. Its arguments begin with the rectangle's corner and size, given by <see cref="Draw"/>.</summary>
sealed class DrawShader(string name)
{
    const int ArgumentBytes = 128, PlaceArguments = 4;

    static readonly ShaderCode Vertex = ShaderCode.FromResource(typeof(DrawShader).Assembly, "Quad.vert");

    readonly ShaderCode code = ShaderCode.FromResource(typeof(DrawShader).Assembly, name + ".frag");
    DrawKernel? kernel;
    Constant[] made = []; // the constants of the kernel

    /// <summary>A colour as shaders unpack it.</summary>
    public static uint Word(SKColor color) => color.Red | (uint)color.Green << 8 | (uint)color.Blue << 16 | (uint)color.Alpha << 24;

    /// <summary>Draws a rectangle of the target.</summary>
    /// <param name="constants">Its specialisation constants, but that of the format.</param>
    public void Draw(
        FrameContext frame, Rectangle place, ReadOnlySpan<Constant> constants, params ReadOnlySpan<Argument> arguments)
    {
        if (place.IsEmpty)
        {
            return;
        }
        if (kernel is null || kernel.Target != frame.Format || !constants.SequenceEqual(made))
        {
            made = constants.ToArray();
            kernel = frame.Gpu.GetDrawKernel(Vertex, code, frame.Format, [("LINEAR_OUTPUT", frame.Format.IsSrgb), .. made]);
        }
        Span<Argument> all = stackalloc Argument[PlaceArguments + arguments.Length];
        (all[0], all[1], all[2], all[3]) = (place.X, place.Y, place.Width, place.Height);
        arguments.CopyTo(all[PlaceArguments..]);
        Span<byte> block = stackalloc byte[ArgumentBytes];
        Argument.Write(code, all, block);
        frame.Recorder.Draw(kernel, block[..kernel.ArgumentBytes], place.X, place.Y, place.Width, place.Height);
    }
}
