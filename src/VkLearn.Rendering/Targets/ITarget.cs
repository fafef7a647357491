using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>What frames are drawn on: a window or an image off screen. One frame: TryBegin, record, End.</summary>
public interface ITarget : IDisposable
{
    /// <summary>In pixels; as of the last <see cref="TryBegin"/>.</summary>
    int Width { get; }

    /// <summary>In pixels; as of the last <see cref="TryBegin"/>.</summary>
    int Height { get; }

    /// <summary>Format of the image; as of the last <see cref="TryBegin"/>.</summary>
    ImageFormat Format { get; }

    /// <summary>The frame's list of commands, open between <see cref="TryBegin"/> and <see cref="End"/>.</summary>
    /// <exception cref="InvalidOperationException">No frame was begun.</exception>
    CommandRecorder Recorder { get; }

    /// <summary>Begins a frame; waits while as many frames as may be are pending.</summary>
    /// <param name="image">What this frame is drawn on; it must be cleared, or drawn on all over.</param>
    /// <returns>False when there is nothing to draw on now (a minimised window): skip the frame.</returns>
    bool TryBegin(out GpuImage image);

    /// <summary>Submits the frame, and presents it or leaves it readable. Whatever use EndDrawing left the image for is right.</summary>
    /// <param name="recorder"><see cref="Recorder"/>.</param>
    void End(CommandRecorder recorder);

    /// <summary>Waits, and copies the last frame: rows from the top, each pixel red, green, blue, alpha.</summary>
    /// <exception cref="InvalidOperationException">No frame was drawn yet.</exception>
    byte[] ReadPixels();
}
