using System.Diagnostics;
using System.Globalization;
using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>
/// Runs a scene's frames one after the other, keeps their time, draws them on a target, and brings keys and pointer to them. Without a
/// target, frames are only as many as it takes to watch along, and all time is the trainers'.
/// </summary>
public sealed class ScenePlayer : IDisposable
{
    const int FramesOfMean = 8;

    static readonly TimeSpan unseenBudget = TimeSpan.FromSeconds(0.2);

    readonly Scene scene;
    readonly ITarget? target;
    readonly IWindow? window;
    readonly float? contentScale;
    readonly Renderer? renderer;
    long drawnFrame;
    TimeSpan drawTime; // of a frame, what the thread waited for it included
    long begin, end;

    /// <param name="scene">It stays the caller's, as do target and window, which must live longer than this.</param>
    /// <param name="target">What is drawn on; null draws nothing.</param>
    /// <param name="window">What the target is shown in, if it is a window's.</param>
    /// <param name="theme">In which colours; null: <see cref="Theme.Dark"/>.</param>
    /// <param name="contentScale">See <see cref="Renderer.ContentScale"/>; null: the window's.</param>
    public ScenePlayer(Scene scene, ITarget? target = null, IWindow? window = null, Theme? theme = null, float? contentScale = null)
    {
        (this.scene, this.target, this.window, this.contentScale) = (scene, target, window, contentScale);
        Views = new SceneViews(scene);
        scene.UnhandledKey += ActOn;
        scene.UnhandledPointer += BringToViews;
        if (window is not null)
        {
            window.Keyboard += scene.Key;
            window.Typed += scene.Type;
            window.Pointer += scene.Pointer;
        }

        if (target is null)
        {
            return;
        }

        renderer = new Renderer(scene.Gpu, target, Layout<View>.Row(), theme, scene.Selection);
        renderer.AddKey("Space", "pauses, goes on");
        renderer.AddKey("Right", "one step: a layer, batch or epoch");
        renderer.AddKey("M", "slow motion: by layer, by batch, by epoch, off");
        renderer.AddKey("Up, Down", "slow motion faster, slower");
        renderer.AddKey("[ ] End", "back and forward in time, to the newest");
        renderer.AddKey("R", "starts over");
        renderer.AddKey("S", "saves a picture");
        renderer.AddKey("Esc", "ends");
        renderer.AddKey("Enter, Esc", "in a field: sends what stands there, gives up");
        renderer.ViewFailed += Views.Fail;
        scene.Writing = renderer.Write;
        scene.Typed += Write;
        scene.Time.FrameTimes = renderer.FrameTimes;
    }

    /// <summary>Whether the user asked for the end.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>Frames drawn so far.</summary>
    public long FramesDrawn => renderer?.Frames ?? 0;

    /// <summary>Pictures that the S key saves are named after it: a file's path without its end.</summary>
    public string PictureName { get; set; } = "vklearn";

    /// <summary>Told of each picture that was saved, by its file.</summary>
    public event Action<string>? Saved;

    /// <summary>Told why a picture that the S key asked for could not be written.</summary>
    public event Action<string>? NotSaved;

    internal SceneViews Views { get; }

    /// <summary>Null where nothing is drawn.</summary>
    internal Renderer? Renderer => renderer;

    /// <summary>Goes on by a frame; returns when it is time for the next.</summary>
    public void Frame()
    {
        window?.PollEvents();
        long now = Stopwatch.GetTimestamp();
        double delta = begin == 0 ? 0 : Stopwatch.GetElapsedTime(begin, now).TotalSeconds;
        begin = now;
        if (renderer is null || window is { IsUnseen: true })
        {
            scene.Time.Budget = unseenBudget;
            scene.Frame(delta);
        }
        else
        {
            FrameDrawn(delta);
        }

        if (window is not null) // off screen nobody waits for a frame's time
        {
            IsClosing |= window.IsClosing;
            WaitForNext();
        }
    }

    void FrameDrawn(double delta)
    {
        scene.Gpu.WaitIdle(); // the drawing of the frame before is not the trainers' time
        TimeSpan waited = Stopwatch.GetElapsedTime(begin);
        scene.Time.Budget = TrainingTime;
        scene.Frame(delta);
        long drawing = Stopwatch.GetTimestamp();
        Draw();
        drawTime += (waited + Stopwatch.GetElapsedTime(drawing) - drawTime) / FramesOfMean;
    }

    /// <summary>Frames until the user asks for the end.</summary>
    public void Run(CancellationToken cancellation = default)
    {
        while (!IsClosing && !cancellation.IsCancellationRequested)
        {
            Frame();
        }
    }

    /// <summary>Takes a key, as a window's user presses it, for the next frame: a view that is being written into gets it, else behaviours
    /// do, and then the player acts on it.</summary>
    public void Key(KeyEvent e) => scene.Key(e);

    /// <summary>Takes what a window's user typed or pasted, for the next frame: it is the view's that is being written into.</summary>
    public void Type(string text) => scene.Type(text);

    /// <summary>Takes what the pointer did, in pixels of the target, for the next frame: behaviours get it first, then the views.</summary>
    public void Pointer(PointerEvent e) => scene.Pointer(e);

    /// <summary>Draws a frame without going on, if there is something to draw on.</summary>
    public void Draw()
    {
        if (renderer is null)
        {
            return;
        }

        if (Views.Update() is { } layout)
        {
            renderer.Root = layout;
        }

        renderer.ContentScale = contentScale ?? window?.ContentScale ?? 1;
        renderer.Render();
        drawnFrame = scene.Time.Frame;
    }

    /// <summary>Writes the last frame drawn as a PNG file.</summary>
    /// <exception cref="InvalidOperationException">Nothing is drawn.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SavePicture(string path)
    {
        ITarget drawn = target ?? throw new InvalidOperationException("There is no picture: this scene is played without a target.");
        PngFile.Write(path, drawn.ReadPixels(), drawn.Width, drawn.Height);
        Saved?.Invoke(path);
    }

    /// <summary>Adds the last frame drawn to a film.</summary>
    /// <exception cref="InvalidOperationException">Nothing is drawn.</exception>
    /// <exception cref="IOException">The film cannot go on.</exception>
    public void AddTo(Film film)
    {
        ITarget drawn = target ?? throw new InvalidOperationException("There is no film: this scene is played without a target.");
        film.Add(drawn.ReadPixels(), drawn.Width, drawn.Height);
    }

    void TrySavePicture(string path)
    {
        try
        {
            SavePicture(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            NotSaved?.Invoke($"{path}: {failure.Message}");
        }
    }

    /// <summary>Disposes the views.</summary>
    public void Dispose()
    {
        if (window is not null)
        {
            window.Keyboard -= scene.Key;
            window.Typed -= scene.Type;
            window.Pointer -= scene.Pointer;
        }

        scene.UnhandledKey -= ActOn;
        scene.UnhandledPointer -= BringToViews;
        scene.Writing = null;
        scene.Typed -= Write;

        renderer?.Dispose();
        Views.Dispose();
    }

    void Write(string text) => renderer?.Type(text);

    void BringToViews(PointerEvent e) => renderer?.Pointer(e);

    void ActOn(KeyEvent e)
    {
        if (renderer?.Key(e) is true || !e.IsPressed || (e.IsRepeat && e.Key is not Rendering.Key.Right))
        {
            return;
        }

        switch (e.Key)
        {
            case Rendering.Key.Space:
                scene.Playback.IsPaused = !scene.Playback.IsPaused;
                break;
            case Rendering.Key.Right:
                scene.Playback.StepOnce();
                break;
            case Rendering.Key.M:
                scene.Playback.ChangePace();
                break;
            case Rendering.Key.Up:
                scene.Playback.Speed *= 2;
                break;
            case Rendering.Key.Down:
                scene.Playback.Speed /= 2;
                break;
            case Rendering.Key.R:
                scene.Playback.StartOver();
                break;
            case Rendering.Key.S when target is not null:
                TrySavePicture(string.Create(CultureInfo.InvariantCulture, $"{PictureName}-{drawnFrame:000000}.png"));
                break;
            case Rendering.Key.Escape:
                IsClosing = true;
                break;
        }
    }

    /// <summary>
    /// The share of a frame that was asked for; less, but at least half of it, where drawing takes so long that the frame would be late.
    /// </summary>
    TimeSpan TrainingTime
    {
        get
        {
            TimeSpan share = FrameTime * scene.Playback.TrainingShare, left = FrameTime - drawTime;
            return left < share / 2 ? share / 2 : left < share ? left : share;
        }
    }

    TimeSpan FrameTime => TimeSpan.FromSeconds(1.0 / scene.Playback.FrameRate);

    /// <summary>A frame that is late is not made up for: the next follows at once, and time is counted from there.</summary>
    void WaitForNext()
    {
        long now = Stopwatch.GetTimestamp(), due = end + (long)(FrameTime.TotalSeconds * Stopwatch.Frequency);
        if (due > now)
        {
            Thread.Sleep(Stopwatch.GetElapsedTime(now, due));
        }

        end = Math.Max(now, due);
    }
}
