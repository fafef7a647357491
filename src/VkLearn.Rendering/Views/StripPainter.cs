using SkiaSharp;

namespace VkLearn.Rendering.Views;

/// <summary>What stands still of a <see cref="NetworkStrip"/>: paths, joins, stacks and texts.</summary>
/// <param name="canvas">Its left top is that of the content.</param>
/// <param name="nodes">All of them.</param>
/// <param name="tiles">Of each node its picture.</param>
/// <param name="layout">Where they stand on the target.</param>
/// <param name="content">The place of the canvas on the target.</param>
sealed class StripPainter(Canvas canvas, IReadOnlyList<StripNode> nodes, StripTile[] tiles, StripLayout layout, Rectangle content)
{
    static readonly TextStyle nameStyle = new(11, IsStrong: true), detailStyle = new(10.5f);

    float Middle => layout.Boxes[0].Y - content.Y + layout.Picture / 2f;

    SKColor PathColor => canvas.Theme.Faint;

    /// <summary>Frames around nodes that are repeated.</summary>
    public void PaintStacks()
    {
        foreach ((int first, int last) in Stacks())
        {
            Rectangle frame = FrameOf(first, last);
            canvas.Outline(frame.X, frame.Y, frame.Width, frame.Height, canvas.Theme.Axis, canvas.Pixels(5));
        }
    }

    /// <summary>How often they are repeated, above the paths.</summary>
    public void PaintTimes()
    {
        foreach ((int first, int last) in Stacks())
        {
            Rectangle frame = FrameOf(first, last);
            string text = FormattableString.Invariant($"× {nodes[layout.First + first].Times:#,0}");
            float width = canvas.Measure(text, nameStyle) + canvas.Pixels(10), height = canvas.Pixels(13);
            canvas.Fill(frame.X, frame.Y, width, height, canvas.Theme.Raised, canvas.Pixels(4));
            canvas.Text(text, frame.X, frame.Y, width, height, nameStyle, canvas.Theme.Text, TextAlign.Center);
        }
    }

    /// <summary>The first and the last shown node of each.</summary>
    IEnumerable<(int First, int Last)> Stacks()
    {
        for (int first = 0, next; first < layout.Boxes.Length; first = next)
        {
            int stack = nodes[layout.First + first].Stack;
            next = first + 1;
            while (next < layout.Boxes.Length && nodes[layout.First + next].Stack == stack)
            {
                next++;
            }
            if (stack >= 0)
            {
                yield return (first, next - 1);
            }
        }
    }

    Rectangle FrameOf(int first, int last)
    {
        (Rectangle from, Rectangle to, int margin) = (Local(layout.Boxes[first]), Local(layout.Boxes[last]), (int)canvas.Pixels(6));
        return new(from.X - margin, 1, to.Right - from.X + 2 * margin, to.Bottom - 1);
    }

    /// <summary>Lines from each node to those that read it: to the next one straight, past others above them.</summary>
    /// <param name="hasLines">Whether the weights before a shown node are lines themselves.</param>
    public void PaintPaths(Func<int, bool> hasLines)
    {
        for (int i = 0; i < layout.Boxes.Length; i++)
        {
            foreach (int input in nodes[layout.First + i].Inputs)
            {
                int from = input - layout.First;
                if (from != i - 1)
                {
                    PaintPast(from, i);
                }
                else if (!hasLines(i))
                {
                    PaintArrow(from < 0 ? 0 : RightOf(from), LeftOf(i));
                }
            }
        }
    }

    /// <summary>Names and details of the nodes, signs of joins, names of few units.</summary>
    public void PaintTexts()
    {
        for (int i = 0; i < layout.Boxes.Length; i++)
        {
            StripNode node = nodes[layout.First + i];
            Rectangle box = Local(layout.Boxes[i]);
            if (node.Kind == StripNodeKind.Join)
            {
                PaintJoin(node.Name, box.X + box.Width / 2f);
                continue;
            }
            PaintLines(node, box);
            if (node.UnitNames.Count > 0 && tiles[layout.First + i] is { AreNeurons: true } tile
                && tile.Pitch >= canvas.Pixels(StripLayout.NamedUnitHeight))
            {
                PaintUnits(node.UnitNames, tile, box.X + box.Width);
            }
        }
    }

    void PaintLines(StripNode node, Rectangle box)
    {
        float y = box.Y + layout.Picture, over = canvas.Pixels(6); // text may reach into the gap
        string name = canvas.Measure(node.Name, nameStyle) <= box.Width + 2 * over ? node.Name : node.ShortName;
        SKColor color = node.Kind == StripNodeKind.Input ? canvas.Theme.Muted : canvas.Theme.Text;
        canvas.Text(name, box.X - over, y, box.Width + 2 * over, canvas.Pixels(StripLayout.NameHeight), nameStyle, color, TextAlign.Center);
        y += canvas.Pixels(StripLayout.NameHeight);
        foreach (string line in node.Details.Take(layout.Lines - 1))
        {
            canvas.Text(line, box.X - over, y, box.Width + 2 * over, canvas.Pixels(StripLayout.DetailHeight), detailStyle,
                canvas.Theme.Muted, TextAlign.Center);
            y += canvas.Pixels(StripLayout.DetailHeight);
        }
    }

    void PaintUnits(IReadOnlyList<string> names, StripTile tile, float right)
    {
        float x = tile.Area.Right - content.X + canvas.Pixels(3), top = tile.Area.Y - content.Y;
        for (int unit = 0; unit < names.Count; unit++)
        {
            canvas.Text(names[unit], x, top + unit * tile.Pitch, right - x, tile.Pitch, StripTile.UnitStyle, canvas.Theme.Muted);
        }
    }

    void PaintJoin(string sign, float x)
    {
        float radius = canvas.Pixels(9);
        canvas.Circle(x, Middle, radius, PathColor);
        canvas.Circle(x, Middle, radius - canvas.Pixels(1.2f), canvas.Theme.Card);
        canvas.Text(sign, x - radius, Middle - radius, 2 * radius, 2 * radius, TextStyle.Title, canvas.Theme.Text, TextAlign.Center);
    }

    void PaintArrow(float from, float to)
    {
        float head = canvas.Pixels(3.5f), stroke = canvas.Pixels(1.2f);
        canvas.Line(from, Middle, to, Middle, PathColor, stroke);
        canvas.Line(to - head, Middle - head, to, Middle, PathColor, stroke);
        canvas.Line(to - head, Middle + head, to, Middle, PathColor, stroke);
    }

    /// <summary>Above the nodes between; a path that begins before the first shown node comes from the left.</summary>
    void PaintPast(int from, int to)
    {
        float lane = canvas.Pixels(5), stroke = canvas.Pixels(1.2f), end = CenterOf(to), begin = from < 0 ? 0 : CenterOf(from);
        bool isJoin = nodes[layout.First + to].Kind == StripNodeKind.Join;
        float bottom = isJoin ? Middle - canvas.Pixels(9) : layout.Boxes[to].Y - content.Y, head = canvas.Pixels(3.5f);
        if (from >= 0)
        {
            bool isFromJoin = nodes[layout.First + from].Kind == StripNodeKind.Join;
            float top = isFromJoin ? Middle - canvas.Pixels(9) : layout.Boxes[from].Y - content.Y;
            begin += canvas.Pixels(3); // beside what ends there
            canvas.Line(begin, top, begin, lane, PathColor, stroke);
        }
        end -= canvas.Pixels(3);
        canvas.Line(begin, lane, end, lane, PathColor, stroke);
        canvas.Line(end, lane, end, bottom, PathColor, stroke);
        canvas.Line(end - head, bottom - head, end, bottom, PathColor, stroke);
        canvas.Line(end + head, bottom - head, end, bottom, PathColor, stroke);
    }

    Rectangle Local(Rectangle box) => box with { X = box.X - content.X, Y = box.Y - content.Y };

    float CenterOf(int shown) => Local(layout.Boxes[shown]) is var box ? box.X + box.Width / 2f : 0;

    float LeftOf(int shown) => nodes[layout.First + shown].Kind == StripNodeKind.Join ? CenterOf(shown) - canvas.Pixels(9)
        : (tiles[layout.First + shown].Area is { IsEmpty: false } area ? area.X : layout.Boxes[shown].X) - content.X - canvas.Pixels(3);

    float RightOf(int shown) => nodes[layout.First + shown].Kind == StripNodeKind.Join ? CenterOf(shown) + canvas.Pixels(9)
        : (tiles[layout.First + shown].Area is { IsEmpty: false } area ? area.Right : layout.Boxes[shown].Right) - content.X
            + canvas.Pixels(3);
}
