using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>
/// A view's fragment shader. It includes <c>color.glsl</c>, and its push constants begin with
/// <c>int originX, originY, sizeX, sizeY;</c>, the rectangle that <see cref="Draw"/> is given: <c>PIXEL</c> is the pixel in it. It writes
/// <c>pixel = outputOf(color)</c>, a premultiplied sRGB colour, which is right on every target. One of your own stands beside its view, as
/// a <c>Shader</c> of a project that imports Shaders.targets.
/// </summary>
public sealed class DrawShader
{
    const int ArgumentBytes = 128;

    static readonly string[] Place = ["originX", "originY", "sizeX", "sizeY"];

    static readonly ShaderCode Vertex = ShaderCode.FromResource(typeof(DrawShader).Assembly, "Quad.vert");

    readonly ShaderCode code;
    DrawKernel? kernel;
    Constant[] made = []; // the constants of the kernel

    /// <param name="code">Of your own assembly: <c>ShaderCode.FromResource(typeof(MyView).Assembly, "MyView.frag")</c>.</param>
    /// <exception cref="ArgumentException">It is no fragment shader, or does not begin with the rectangle.</exception>
    public DrawShader(ShaderCode code)
    {
        string[] names = [.. code.Arguments.Select(static argument => argument.Name)];
        if (code.Stage != ShaderStage.Fragment || !names.Take(Place.Length).SequenceEqual(Place))
        {
            throw new ArgumentException(
                $"{code.Name}: a view draws with a fragment shader whose arguments begin with {string.Join(", ", Place)}, " +
                $"received a {code.Stage} shader of ({string.Join(", ", names)}).");
        }
        this.code = code;
    }

    /// <param name="name">One of this assembly's, without its ending.</param>
    internal DrawShader(string name) : this(ShaderCode.FromResource(typeof(DrawShader).Assembly, name + ".frag"))
    {
    }

    /// <summary>A colour as shaders unpack it: <c>unpackUnorm4x8</c>.</summary>
    public static uint Word(SKColor color) => color.Red | (uint)color.Green << 8 | (uint)color.Blue << 16 | (uint)color.Alpha << 24;

    /// <summary>Draws a rectangle of the target, in a view's <see cref="View.Draw"/>.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="place">Where, in pixels.</param>
    /// <param name="constants">Its specialisation constants, but that of the format, by name. Each new choice makes a
    /// pipeline: a few.</param>
    /// <param name="arguments">Those that the shader declares behind the rectangle.</param>
    /// <exception cref="ArgumentException">They are others.</exception>
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
        Span<Argument> all = stackalloc Argument[Place.Length + arguments.Length];
        (all[0], all[1], all[2], all[3]) = (place.X, place.Y, place.Width, place.Height);
        arguments.CopyTo(all[Place.Length..]);
        Span<byte> block = stackalloc byte[ArgumentBytes];
        Argument.Write(code, all, block);
        frame.Recorder.Draw(kernel, block[..kernel.ArgumentBytes], place.X, place.Y, place.Width, place.Height);
    }
}
