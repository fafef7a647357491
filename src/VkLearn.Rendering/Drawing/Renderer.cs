using System.Diagnostics;
using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>Draws views on a target, frame after frame, and brings the pointer and keys to them.</summary>
public sealed class Renderer : IDisposable
{
    const float Gap = 6, DesignWidth = 1280, DesignHeight = 720, LeastScale = 0.84f, MostScale = 2.5f;

    /// <summary>The ends of <see cref="ContentScale"/>.</summary>
    public const float LeastContentScale = 0.5f, MostContentScale = 4;

    readonly ITarget target;
    readonly FrameContext frame;
    readonly Tooltip tooltip = new();
    readonly HelpOverlay help = new();
    readonly List<(string Key, string Meaning)> keys =
        [("Tab", "one view in the full window, the next, ... all"), ("F1", "this list"), ("hover", "what a cell is, and its value"),
         ("click", "marks a neuron, a layer, an image in every view"), ("wheel", "more tiles, where not all have room")];
    readonly List<Rectangle> gaps = [];
    readonly HashSet<View> failed = [];
    readonly Stopwatch clock = Stopwatch.StartNew();
    Layout<View> root;
    View[] views;
    View? captured; // has the pointer until the button is released
    View? pressed; // last, so that it may be the one that is written into
    (float X, float Y)? pointer;
    int full = -1; // the view that has the whole window
    bool isPressOnCell;
    TimeSpan? lastFrame;

    /// <param name="gpu">The device of the target and of all that is shown.</param>
    /// <param name="target">What is drawn on; it stays the caller's.</param>
    /// <param name="root">What is shown.</param>
    /// <param name="theme">In which colours; null: <see cref="Theme.Dark"/>.</param>
    /// <param name="selection">What is selected; null: one of its own.</param>
    public Renderer(GpuDevice gpu, ITarget target, Layout<View> root, Theme? theme = null, Selection? selection = null)
    {
        (this.target, this.root, views) = (target, root, [.. root.Leaves]);
        frame = new(gpu, theme ?? Theme.Dark, selection ?? new());
    }

    /// <summary>What is shown. Views that are no longer in it stay the caller's to dispose.</summary>
    public Layout<View> Root
    {
        get => root;
        set
        {
            View? alone = FullView;
            (root, views, captured) = (value, [.. value.Leaves], null);
            pressed = pressed is { } still && views.Contains(still) ? still : null;
            full = alone is null ? -1 : Array.IndexOf(views, alone);
            failed.IntersectWith(views);
        }
    }

    /// <summary>Asked when a view threw, whether the others are to go on without it; where nobody is asked, it is thrown.</summary>
    public event Func<View, Exception, bool>? ViewFailed;

    /// <summary>Times of the last frames.</summary>
    public FrameTimes FrameTimes { get; } = new();

    /// <summary>Frames drawn so far.</summary>
    public long Frames { get; private set; }

    /// <summary>What is outlined in every view. A click on a cell marks its unit, another one takes it back; on an item it chooses that.
    /// </summary>
    public Selection Selection => frame.Selection;

    /// <summary>Whether the list of keys is shown.</summary>
    public bool ShowsHelp { get; set; }

    /// <summary>The view that has the whole window; null when all are shown.</summary>
    public View? FullView => full >= 0 ? views[full] : null;

    /// <summary>How much larger than elsewhere text and strokes are: pixels of the target for one of a plain screen.</summary>
    public float ContentScale { get; set => field = Math.Clamp(value, LeastContentScale, MostContentScale); } = 1;

    /// <summary>What was written in the last frame: what was cut; with <see cref="KeepsTexts"/> all else too.</summary>
    internal IReadOnlyList<DrawnText> Texts => frame.Texts.Texts;

    /// <summary>Whether <see cref="Texts"/> are all that is written; to be set before the first frame.</summary>
    internal bool KeepsTexts
    {
        get => frame.Texts.KeepsAll;
        set => frame.Texts = new(value);
    }

    /// <summary>Adds a line to the list of keys, above the renderer's own.</summary>
    public void AddKey(string key, string meaning) => keys.Insert(keys.Count - 5, (key, meaning));

    /// <summary>Draws a frame.</summary>
    /// <param name="time">What time it is for the views; null: since the renderer was made. Must not fall.</param>
    /// <returns>False when there was nothing to draw on: a minimised window.</returns>
    public bool Render(TimeSpan? time = null)
    {
        if (!target.TryBegin(out GpuImage image))
        {
            lastFrame = null;
            return false;
        }
        frame.Begin(target.Recorder, image.Format, time ?? clock.Elapsed, ScaleOf(image.Width, image.Height, ContentScale));
        Arrange(image.Width, image.Height);
        Mark();
        Prepare(image);
        Draw(image);
        target.End(target.Recorder);
        CountFrame();
        return true;
    }

    /// <summary>Brings a pointer event to the views. True when one used it.</summary>
    public bool Pointer(PointerEvent e)
    {
        pointer = e.Action == PointerAction.Leave ? null : (e.X, e.Y);
        View? over = e.Action == PointerAction.Leave ? null : ViewAt(e.X, e.Y);
        LeaveOthers(e, captured ?? over);
        if (e.Action == PointerAction.Press && captured is null)
        {
            Press(over);
        }
        bool isUsed = (captured ?? over) is { } taking && Try(taking, e, static (view, e) => view.Pointer(e));
        switch (e.Action)
        {
            case PointerAction.Press:
                captured = isUsed ? over : captured;
                isPressOnCell = !isUsed && e.Button == 0;
                break;
            case PointerAction.Release when captured is not null:
                captured = null;
                break;
            case PointerAction.Release when isPressOnCell && over is not null:
                isUsed = Click(over, e.X, e.Y);
                break;
        }
        return isUsed;
    }

    /// <summary>Brings a key to the view that is being written into, if one is; else takes the keys of the renderer, Tab and F1. True when
    /// it was taken.</summary>
    public bool Key(KeyEvent e) => Write(e) || Act(e);

    /// <summary>Brings what was typed or pasted to the view that is being written into. True when one is.</summary>
    public bool Type(string text) => pressed is { } view && Try(view, text, static (view, text) => view.Type(text));

    /// <summary>Brings a key to the view that is being written into. True when one is.</summary>
    public bool Write(KeyEvent e) => pressed is { } view && Try(view, e, static (view, e) => view.Key(e));

    bool Act(KeyEvent e)
    {
        switch (e.Key)
        {
            case Rendering.Key.Tab when e.IsPressed:
                full = full + 1 < views.Length ? full + 1 : -1;
                return true;
            case Rendering.Key.F1 when e.IsPressed && !e.IsRepeat:
                ShowsHelp = !ShowsHelp;
                return true;
            default:
                return e.Key is Rendering.Key.Tab or Rendering.Key.F1;
        }
    }

    /// <summary>Disposes the views too.</summary>
    public void Dispose()
    {
        tooltip.Dispose();
        help.Dispose();
        foreach (View view in views)
        {
            view.Dispose();
        }
    }

    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="contentScale">Text and margins are as on a target of so many times fewer pixels, so many times larger.</param>
    static float ScaleOf(float width, float height, float contentScale)
    {
        (width, height) = (width / contentScale, height / contentScale);
        float fits = Math.Min(width / DesignWidth, height / DesignHeight);
        // Larger windows get larger text, but half as much so: they should show more, too. In steps, so that few fonts are made.
        float scale = fits < 1 ? fits : 1 + (fits - 1) * 0.5f;
        return Math.Clamp(MathF.Round(scale * 25) / 25, LeastScale, MostScale) * contentScale;
    }

    void Arrange(int width, int height)
    {
        gaps.Clear();
        int gap = frame.Pixels(Gap);
        Rectangle window = new(0, 0, width, height), inner = window.Inset(gap);
        if (full >= 0)
        {
            foreach (View view in views)
            {
                view.Bounds = view == views[full] ? inner : default;
            }
        }
        else
        {
            root.Arrange(inner, gap, frame.Scale, gaps, static (view, place) => view.Bounds = place);
        }
        gaps.Add(window with { Height = gap });
        gaps.Add(window with { Y = height - gap, Height = gap });
        gaps.Add(new(0, gap, gap, height - 2 * gap));
        gaps.Add(new(width - gap, gap, gap, height - 2 * gap));
    }

    void Mark()
    {
        foreach (View view in views)
        {
            view.MarkedUnit = Selection.UnitOf(view.UnitGroup);
            view.ChosenItem = Selection.ItemOf(view.ItemGroup);
        }
    }

    void Prepare(GpuImage image)
    {
        foreach (View view in views)
        {
            if (!view.Bounds.IsEmpty)
            {
                Try(view, frame, static (view, frame) => view.PrepareAll(frame));
            }
        }
        (int, int) size = (image.Width, image.Height);
        View? over = pointer is { } at && captured is null ? ViewAt(at.X, at.Y) : null;
        (float x, float y) = pointer ?? default;
        tooltip.Update(frame, over, x, y, size);
        help.Update(frame, keys, ShowsHelp, size);
    }

    void Draw(GpuImage image)
    {
        frame.Texts.Clear();
        frame.Recorder.BeginDrawing(image, ClearColor(frame.Theme.Card, image.Format.IsSrgb));
        foreach (Rectangle gap in gaps)
        {
            frame.Fill(gap, frame.Theme.Window);
        }
        foreach (View view in views)
        {
            if (!view.Bounds.IsEmpty)
            {
                Try(view, frame, static (view, frame) => view.DrawAll(frame));
            }
        }
        tooltip.Draw(frame);
        help.Draw(frame);
        frame.Recorder.EndDrawing(ImageUse.CopySource);
    }

    /// <summary>What one view throws does not cost the others, nor whoever draws them.</summary>
    /// <param name="act">Static, as all of a frame's are, so that a frame allocates nothing for it.</param>
    bool Try<T>(View view, T with, Func<View, T, bool> act)
    {
        try
        {
            return !failed.Contains(view) && act(view, with);
        }
        catch (Exception cause) when (ViewFailed?.Invoke(view, cause) is true)
        {
            failed.Add(view);
            return false;
        }
    }

    void Try<T>(View view, T with, Action<View, T> act) => Try(view, (act, with), static (view, all) =>
    {
        all.act(view, all.with);
        return true;
    });

    /// <summary>A clear colour is linear light where the format encodes.</summary>
    static (float R, float G, float B, float A) ClearColor(SKColor color, bool isLinear)
    {
        float Channel(byte value) => isLinear
            ? value <= 10 ? value / 255f / 12.92f : MathF.Pow((value / 255f + 0.055f) / 1.055f, 2.4f)
            : value / 255f;
        return (Channel(color.Red), Channel(color.Green), Channel(color.Blue), 1);
    }

    void CountFrame()
    {
        Frames++;
        TimeSpan now = clock.Elapsed;
        if (lastFrame is { } last)
        {
            FrameTimes.Add((now - last).TotalMilliseconds);
        }
        lastFrame = now;
    }

    View? ViewAt(float x, float y)
    {
        foreach (View view in views)
        {
            if (view.Bounds.Contains(x, y))
            {
                return view;
            }
        }
        return null;
    }

    void Press(View? over)
    {
        if (pressed is { } before && before != over)
        {
            Try(before, 0, static (view, _) => view.LoseKeys());
        }
        pressed = over;
    }

    /// <summary>Tells the views that the pointer is not over that it is elsewhere.</summary>
    void LeaveOthers(PointerEvent e, View? over)
    {
        if (e.Action is PointerAction.Move or PointerAction.Leave)
        {
            foreach (View view in views)
            {
                if (view != over)
                {
                    Try(view, e, static (view, e) => view.Pointer(new(PointerAction.Leave, e.X, e.Y, 0, 0)));
                }
            }
        }
    }

    bool Click(View view, float x, float y)
    {
        isPressOnCell = false;
        if (view.CellAt(x, y) is not { } cell)
        {
            return false;
        }
        if (view.IsOfItems && view.ItemGroup is { } items)
        {
            Selection.Item = (items, cell.Unit);
            return true;
        }
        if ((cell.Group ?? view.UnitGroup) is not { } group)
        {
            return false;
        }
        Selection.Unit = Selection.Unit == (group, cell.Unit) ? null : (group, cell.Unit);
        return true;
    }
}
