using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Silk.NET.Core.Contexts;

namespace VkLearn.Rendering;

/// <summary>A window by GLFW 3.3. Used by one thread, and on macOS by the program's first.</summary>
public sealed unsafe class GlfwWindow : IWindow
{
    static readonly Dictionary<nint, GlfwWindow> windows = [];

    readonly nint handle;
    readonly Queue<Action> heard = []; // raised in order once GLFW has returned: an exception must not pass through it
    (float X, float Y) pointer; // where it was at the event: GLFW itself only tells where it is by now
    bool disposed;

    /// <param name="title">Shown above it.</param>
    /// <param name="width">In the system's units, which are pixels where it does not scale.</param>
    /// <param name="height">In the system's units.</param>
    /// <exception cref="WindowException">No window library, no display, or what GLFW says.</exception>
    public GlfwWindow(string title, int width, int height)
    {
        GlfwLibrary.Begin();
        try
        {
            Glfw.WindowHint(Glfw.ClientApi, Glfw.NoApi);
            Glfw.WindowHint(Glfw.ScaleToMonitor, Glfw.True);
            handle = Glfw.CreateWindow(width, height, title, 0, 0);
            if (handle == 0)
            {
                throw GlfwLibrary.Failure("no window");
            }
        }
        catch
        {
            GlfwLibrary.End();
            throw;
        }
        windows.Add(handle, this);
        Surface = new GlfwSurface(handle);
        Listen();
    }

    public event Action<PointerEvent>? Pointer;

    public event Action<KeyEvent>? Keyboard;

    public event Action<string>? Typed;

    public IVkSurface Surface { get; }

    /// <inheritdoc/>
    public (int Width, int Height) FramebufferSize
    {
        get
        {
            if (IsMinimized) // X11 leaves it its size
            {
                return (0, 0);
            }
            Glfw.GetFramebufferSize(handle, out int width, out int height);
            return (width, height);
        }
    }

    /// <inheritdoc/>
    public float ContentScale
    {
        get
        {
            Glfw.GetWindowContentScale(handle, out float x, out float y);
            return Math.Max(x, y) is > 0 and var scale ? scale : 1;
        }
    }

    /// <inheritdoc/>
    public bool IsClosing
    {
        get => Glfw.WindowShouldClose(handle) == Glfw.True;
        set => Glfw.SetWindowShouldClose(handle, value ? Glfw.True : 0);
    }

    /// <inheritdoc/>
    public bool IsUnseen => IsMinimized || Glfw.GetWindowAttrib(handle, Glfw.Visible) != Glfw.True;

    public bool IsMinimized => Glfw.GetWindowAttrib(handle, Glfw.Iconified) == Glfw.True;

    public string Title
    {
        set
        {
            Glfw.SetWindowTitle(handle, value);
            GlfwLibrary.Check();
        }
    }

    /// <summary>Whether a window can be opened here.</summary>
    /// <param name="why">Why not: the library is missing, or there is no display.</param>
    public static bool IsAvailable(out string? why)
    {
        try
        {
            GlfwLibrary.Begin();
            GlfwLibrary.End();
            why = null;
        }
        catch (WindowException failure)
        {
            why = failure.Message;
        }
        return why is null;
    }

    /// <inheritdoc/>
    public void PollEvents()
    {
        Glfw.PollEvents();
        GlfwLibrary.Check();
        while (heard.TryDequeue(out Action? raise))
        {
            raise();
        }
    }

    /// <summary>Closes it; its target is to be disposed before.</summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            windows.Remove(handle);
            Glfw.DestroyWindow(handle);
            GlfwLibrary.End();
        }
    }

    void Listen()
    {
        Glfw.SetCursorPosCallback(handle, &Moved);
        Glfw.SetCursorEnterCallback(handle, &Entered);
        Glfw.SetMouseButtonCallback(handle, &Pressed);
        Glfw.SetScrollCallback(handle, &Scrolled);
        Glfw.SetKeyCallback(handle, &Keyed);
        Glfw.SetCharCallback(handle, &Wrote);
    }

    /// <summary>GLFW's positions are in the system's units, ours in pixels.</summary>
    void Move(double x, double y)
    {
        Glfw.GetWindowSize(handle, out int width, out int height);
        Glfw.GetFramebufferSize(handle, out int pixelWidth, out int pixelHeight);
        pointer = ((float)(x * pixelWidth / Math.Max(width, 1)), (float)(y * pixelHeight / Math.Max(height, 1)));
        Add(PointerAction.Move);
    }

    void Add(PointerAction action, int button = 0, double scroll = 0)
    {
        PointerEvent e = new(action, pointer.X, pointer.Y, button, (float)scroll);
        heard.Enqueue(() => Pointer?.Invoke(e));
    }

    void Add(KeyEvent e, bool isCommand)
    {
        heard.Enqueue(() => Keyboard?.Invoke(e));
        if (e is { Key: Key.V, IsPressed: true } && isCommand)
        {
            heard.Enqueue(Paste);
        }
    }

    /// <summary>What the clipboard holds was written, if it is a text.</summary>
    void Paste()
    {
        string? text = Marshal.PtrToStringUTF8((nint)Glfw.GetClipboardString(handle));
        GlfwLibrary.Forget(); // that there is none is no failure
        if (text is not (null or ""))
        {
            Typed?.Invoke(text);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Moved(nint window, double x, double y) => windows[window].Move(x, y);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Entered(nint window, int entered)
    {
        if (entered != Glfw.True)
        {
            windows[window].Add(PointerAction.Leave);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Pressed(nint window, int button, int action, int modifiers) =>
        windows[window].Add(action == Glfw.Release ? PointerAction.Release : PointerAction.Press, button);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Scrolled(nint window, double x, double y) => windows[window].Add(PointerAction.Scroll, scroll: y);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Keyed(nint window, int key, int scancode, int action, int modifiers) =>
        windows[window].Add(new(GlfwKeys.Find(key, scancode), action != Glfw.Release, action == Glfw.Repeat),
            (modifiers & (OperatingSystem.IsMacOS() ? Glfw.SuperKey : Glfw.ControlKey)) != 0);

    /// <param name="character">A Unicode code point.</param>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Wrote(nint window, uint character)
    {
        GlfwWindow one = windows[window];
        if (Rune.TryCreate(character, out Rune rune))
        {
            one.heard.Enqueue(() => one.Typed?.Invoke(rune.ToString()));
        }
    }
}
