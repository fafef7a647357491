using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// A weight [inputs, outputs] as lines between units. They are many for each pixel, so that they are found a few times a second and kept
/// as a picture in device memory. Very many inputs share places on the left, and only the strongest of each place has a line.
/// </summary>
sealed class StripLines : IDisposable
{
    const uint GroupSize = 64;
    const float Widest = 3;

    /// <summary>Of many lines those are drawn in full whose weights are so many times their root mean square: before it has learned, a
    /// network has none, and its lines are a faint veil.</summary>
    const float Outstanding = 3;

    const int ManyLines = 200;

    /// <summary>On the left, where lines begin.</summary>
    const int MostPlaces = 128;

    readonly ComputeShader choose = new("NetworkStrongest"), find = new("NetworkWeights");
    readonly DrawShader shader = new("CanvasImage");
    GpuBuffer? pixels, strongest;
    Rectangle place;
    int marked;

    /// <summary>In a view's <see cref="View.Prepare"/>, once the weight's scale is found.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="at">Where they are drawn; empty: nowhere.</param>
    /// <param name="isDue">Whether the weight may have changed.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="range">Its scale.</param>
    /// <param name="unit">The unit on the right that is marked; -1: none.</param>
    /// <param name="left">On the target: where the units on the left begin, and how high they are together.</param>
    /// <param name="right">The same on the right.</param>
    public void Update(FrameContext frame, Rectangle at, bool isDue, TensorSource weight, ulong range, int unit,
        (float Top, float Height) left, (float Top, float Height) right)
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
        int inputs = weight.Shape[0], outputs = weight.Shape[1], group = (inputs + MostPlaces - 1) / MostPlaces;
        int places = (inputs + group - 1) / group, count = at.Width * at.Height;
        Allocate(ref strongest, frame, places * outputs, "strongest weights");
        Allocate(ref pixels, frame, count, "network lines");
        choose.Dispatch(frame, Groups(places * outputs), GroupSize, [("TYPE", (uint)weight.Type)],
            weight.WordAddress, strongest!.Address, weight.FirstElement, inputs, outputs, places, group);
        frame.Recorder.Barrier();
        find.Dispatch(frame, Groups(count), GroupSize, [("TYPE", (uint)weight.Type)],
            weight.WordAddress, range, strongest.Address, frame.PaletteAddress, pixels!.Address, weight.FirstElement, places, outputs, unit,
            at.Width, at.Height, left.Top - at.Y, left.Height / places, right.Top - at.Y, right.Height / outputs, Widest * frame.Scale,
            places * outputs > ManyLines ? Outstanding : 0f, Contrast(places * outputs));
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

    static int Groups(int count) => (count + (int)GroupSize - 1) / (int)GroupSize;

    static void Allocate(ref GpuBuffer? buffer, FrameContext frame, int words, string name)
    {
        if (buffer is null || buffer.Bytes < words * sizeof(uint))
        {
            buffer?.Dispose();
            buffer = frame.Gpu.Memory.Allocate(words * sizeof(uint), name);
        }
    }

    public void Dispose()
    {
        pixels?.Dispose();
        strongest?.Dispose();
    }
}
