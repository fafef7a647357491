using Silk.NET.Core.Contexts;

namespace VkLearn.Rendering;

/// <summary>A window that frames are shown in, and what its user does there. To be used by one thread.</summary>
public interface IWindow : IDisposable
{
    /// <summary>What a <see cref="WindowTarget"/> shows frames on.</summary>
    IVkSurface Surface { get; }

    /// <summary>In pixels, without the frame around it; 0 x 0 while it is minimised.</summary>
    (int Width, int Height) FramebufferSize { get; }

    /// <summary>Pixels for one of a plain screen: 2 on most of high density.</summary>
    float ContentScale => 1;

    /// <summary>Whether the user asked to close it; it stays open until it is disposed.</summary>
    bool IsClosing { get; set; }

    bool IsMinimized { get; }

    /// <summary>Whether nothing of it can be seen: it is minimised, or hidden. Then nothing need be drawn.</summary>
    bool IsUnseen { get; }

    string Title { set; }

    /// <summary>Raises the events that came since the last call; never waits.</summary>
    void PollEvents();

    event Action<PointerEvent>? Pointer;

    event Action<KeyEvent>? Keyboard;

    /// <summary>What the user wrote: a character that keys made, after the last of them, or what was pasted. A window may have none.
    /// </summary>
    event Action<string>? Typed { add { } remove { } }
}
