using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// A weight [inputs, outputs] as lines between units. They are many for each pixel, so that they are found a few times a second and kept
/// as a picture in device memory.
/// </summary>
sealed class StripLines : IDisposable
{
    const uint GroupSize = 64;
    const float Widest = 3;

    readonly ComputeShader find = new("NetworkWeights");
    readonly DrawShader shader = new("CanvasImage");
    GpuBuffer? pixels;
    Rectangle place;
    int marked;

    /// <summary>In a view's <see cref="View.Prepare"/>, once the weight's scale is found.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="at">Where they are drawn; empty: nowhere.</param>
    /// <param name="isDue">Whether the weight may have changed.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="range">Its scale.</param>
    /// <param name="unit">The unit on the right that is marked; -1: none.</param>
    /// <param name="left">On the target: where the first unit's part begins, and pixels from one to the next.</param>
    /// <param name="right">The same on the right.</param>
    public void Update(FrameContext frame, Rectangle at, bool isDue, TensorSource weight, ulong range, int unit,
        (float Top, float Pitch) left, (float Top, float Pitch) right)
    {
        if (at == place && unit == marked && !isDue)
        {
            return;
        }
        (place, marked) = (at, unit);
        if (at.IsEmpty)
        {
            return;
        }
        int count = at.Width * at.Height;
        if (pixels is null || pixels.Bytes < count * sizeof(uint))
        {
            pixels?.Dispose();
            pixels = frame.Gpu.Memory.Allocate(count * sizeof(uint), "network lines");
        }
        find.Dispatch(frame, (count + (int)GroupSize - 1) / (int)GroupSize, GroupSize, [("TYPE", (uint)weight.Type)],
            weight.WordAddress, range, frame.PaletteAddress, pixels.Address, weight.FirstElement, weight.Shape[0], weight.Shape[1], unit,
            at.Width, at.Height, left.Top - at.Y, left.Pitch, right.Top - at.Y, right.Pitch, Widest * frame.Scale, Contrast(weight.Count));
    }

    /// <summary>In a view's <see cref="View.Draw"/>.</summary>
    public void Draw(FrameContext frame)
    {
        if (!place.IsEmpty)
        {
            shader.Draw(frame, place, [], pixels!.Address, 0, place.Width);
        }
    }

    /// <summary>Of very many lines only the strongest are clear.</summary>
    static float Contrast(int lines) => Math.Clamp(MathF.Log10(Math.Max(1, lines) / 6f), 1, 3);

    public void Dispose() => pixels?.Dispose();
}
