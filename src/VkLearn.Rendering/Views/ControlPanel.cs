using VkLearn.Rendering.Widgets;

namespace VkLearn.Rendering.Views;

/// <summary>
/// Widgets: sliders and the like, each in a line of its own, and buttons side by side. Where there is little room for them lines are lower,
/// then sliders are side by side too; where that is not enough buttons come first, and the last of the others go.
/// </summary>
public sealed class ControlPanel : View
{
    const float LowLine = 0.8f; // the share of its height that a line has where there is little room
    const float LeastButton = 64, LeastSlider = 124, Gap = 8;

    /// <summary>How widgets may stand, the best first: so many that do not share a line side by side, lines at a share of their height.
    /// </summary>
    static readonly (int Across, float Share)[] ways = [(1, 1), (1, LowLine), (2, 1), (2, LowLine), (3, 1), (3, LowLine)];

    readonly CanvasImage<Looks> image;
    Rectangle[] places = []; // on the target; empty where there is no room
    (Rectangle Content, float Scale, float Heights)? arranged; // what places are for
    int held = -1;

    public ControlPanel(string title, params IReadOnlyList<Widget> widgets) : base(title)
    {
        Widgets = widgets;
        image = new("controls", Paint);
    }

    /// <summary>From the top; what is put in their place is not held by the pointer.</summary>
    public IReadOnlyList<Widget> Widgets
    {
        get;
        set
        {
            (field, places, arranged, held) = (value, new Rectangle[value.Count], null, -1);
        }
    }

    /// <summary>Where a widget is, in pixels of the target.</summary>
    public Rectangle PlaceOf(Widget widget) => places[Widgets.ToList().IndexOf(widget)];

    /// <summary>Those that there is no room for.</summary>
    internal IEnumerable<Widget> LeftOut => Widgets.Where((_, i) => places[i].IsEmpty);

    public override void Prepare(FrameContext frame)
    {
        (int version, float heights) = (0, 0);
        for (int i = 0; i < Widgets.Count; i++)
        {
            version += Widgets[i].Version;
            heights += Widgets[i].Height;
        }
        if (arranged != (Content, frame.Scale, heights))
        {
            arranged = (Content, frame.Scale, heights);
            Arrange(frame);
        }
        image.Update(frame, Content, new(Widgets, version, Content));
    }

    public override void Draw(FrameContext frame) => image.Draw(frame);

    public override bool Pointer(PointerEvent e)
    {
        int over = e.Action == PointerAction.Leave ? -1 : Array.FindIndex(places, place => place.Contains(e.X, e.Y));
        for (int i = 0; i < places.Length; i++)
        {
            Widgets[i].IsHot = i == over;
        }
        if (e.Action == PointerAction.Press && e.Button == 0)
        {
            held = over;
            GiveKeys(over);
        }
        int receiver = held >= 0 ? held : over;
        if (receiver < 0 || e.Action is PointerAction.Scroll or PointerAction.Leave)
        {
            return false;
        }
        Rectangle place = places[receiver];
        Widgets[receiver].Pointer(e.Action, (e.X - place.X) / Math.Max(1, place.Width), (e.Y - place.Y) / Math.Max(1, place.Height));
        held = e.Action == PointerAction.Release ? -1 : held;
        return true;
    }

    public override bool Key(KeyEvent e)
    {
        Widget? writing = Writing;
        writing?.Key(e);
        return writing is not null;
    }

    public override bool Type(string text)
    {
        Widget? writing = Writing;
        writing?.Type(text);
        return writing is not null;
    }

    public override void LoseKeys() => GiveKeys(-1);

    public override void Dispose()
    {
        image.Dispose();
        base.Dispose();
    }

    Widget? Writing => Widgets.FirstOrDefault(static widget => widget.HasKeys);

    /// <param name="index">Of the widget that gets the keyboard, if it takes it; no other has it then.</param>
    void GiveKeys(int index)
    {
        for (int i = 0; i < Widgets.Count; i++)
        {
            Widgets[i].HasKeys = i == index && Widgets[i].TakesKeys;
        }
    }

    void Arrange(FrameContext frame)
    {
        int[] asGiven = [.. Enumerable.Range(0, Widgets.Count)];
        if (!Array.Exists(ways, way => Arrange(frame, asGiven, way.Across, way.Share)))
        {
            (int across, float share) = ways[^1];
            Arrange(frame, [.. asGiven.OrderByDescending(i => Widgets[i].SharesLine)], across, share);
        }
    }

    /// <returns>Whether all have room.</returns>
    bool Arrange(FrameContext frame, int[] order, int across, float share)
    {
        int y = Content.Y;
        for (int begin = 0; begin < order.Length;)
        {
            Widget first = Widgets[order[begin]];
            int[] alike = [.. order.Skip(begin)
                .TakeWhile(i => Widgets[i].SharesLine == first.SharesLine && Widgets[i].Height == first.Height)];
            int most = Math.Max(1, Content.Width / frame.Pixels((first.SharesLine ? LeastButton : LeastSlider) + Gap));
            int columns = Math.Min(most, first.SharesLine ? alike.Length : across), height = frame.Pixels(first.Height * share);
            foreach (int[] line in alike.Chunk(columns))
            {
                PlaceLine(frame, line, columns, y, height);
                y += height;
            }

            begin += alike.Length;
        }

        return !LeftOut.Any();
    }

    void PlaceLine(FrameContext frame, int[] line, int across, int y, int height)
    {
        int gap = frame.Pixels(Gap), width = (Content.Width - (across - 1) * gap) / across;
        for (int i = 0; i < line.Length; i++)
        {
            places[line[i]] = y + height <= Content.Bottom && width > 0 ? new(Content.X + i * (width + gap), y, width, height) : default;
        }
    }

    void Paint(Canvas canvas, Looks content)
    {
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] is { IsEmpty: false } place)
            {
                Widgets[i].Paint(canvas, place.X - content.Area.X, place.Y - content.Area.Y, place.Width, place.Height);
            }
        }
    }

    readonly record struct Looks(IReadOnlyList<Widget> Widgets, int Version, Rectangle Area);
}
