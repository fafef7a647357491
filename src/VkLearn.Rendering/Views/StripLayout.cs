namespace VkLearn.Rendering.Views;

/// <summary>Where the nodes of a <see cref="NetworkStrip"/> stand: in a row, joins narrow, with room for lines where units are joined by
/// them.</summary>
/// <param name="First">The first node that is shown.</param>
/// <param name="Boxes">Of each shown node its column, from the top of its picture to its last line.</param>
/// <param name="Picture">Pixels from a box's top to the end of its picture.</param>
/// <param name="Lines">Lines of text that have room below it.</param>
/// <param name="HasNumbers">Whether there is room for the numbers of the bars below.</param>
readonly record struct StripLayout(int First, Rectangle[] Boxes, int Picture, int Lines, bool HasNumbers)
{
    const float LeastWidth = 58, JoinWidth = 24, Gap = 16, LineGap = 64, LargestGap = 300, Lane = 15;

    /// <summary>Heights on a 1280 x 720 window: of the first line, of each other one, of both bars below, of a bar with its number.
    /// </summary>
    public const float NameHeight = 15, DetailHeight = 13, BarsHeight = 13, NumberHeight = 11;

    const float LeastPicture = 34, MostLines = 3, MostAspect = 1.5f;
    /// <summary>From one unit to the next, where units have names.</summary>
    public const float NamedUnitHeight = 8.4f;

    const float LeastPictureWithNumbers = 54, LeastWidthWithNumbers = 80, AboveNumbers = 2;

    /// <param name="nodes">All of them.</param>
    /// <param name="hasLines">Of each whether its weight is drawn as lines before it.</param>
    /// <param name="first">The first that is to be shown.</param>
    /// <param name="area">Where.</param>
    /// <param name="scale">See <see cref="FrameContext.Scale"/>.</param>
    public static StripLayout Of(IReadOnlyList<StripNode> nodes, Func<int, bool> hasLines, int first, Rectangle area, float scale)
    {
        int count = Fitting(nodes, hasLines, first, area.Width, scale);
        Rectangle room = area.Inset(0, LaneOf(nodes, scale), 0, 0);
        int lines = 1;
        while (lines < MostLines && room.Height - BelowPicture(lines + 1) >= LeastPicture * scale)
        {
            lines++;
        }
        float withNumbers = (AboveNumbers + 2 * NumberHeight - BarsHeight) * scale;
        int picture = Math.Max(0, room.Height - BelowPicture(lines));
        float joins = 0, gaps = 0, lineGaps = 0;
        for (int i = first; i < first + count; i++)
        {
            joins += nodes[i].Kind == StripNodeKind.Join ? JoinWidth * scale : 0;
            gaps += i == first ? 0 : GapBefore(i, hasLines) * scale;
            lineGaps += i > first ? 1 : 0;
        }
        int wide = nodes.Skip(first).Take(count).Count(static node => node.Kind != StripNodeKind.Join);
        float least = LeastWidth * scale, most = Math.Max(least, MostAspect * picture);
        float width = wide == 0 ? 0 : Math.Clamp((room.Width - joins - gaps) / wide, Math.Min(least, room.Width), most);
        float forNames = nodes.Select(static node => node.UnitNames.Count <= StripTile.MostNeurons ? node.UnitNames.Count : 0)
            .DefaultIfEmpty().Max() * NamedUnitHeight;
        bool hasNumbers = picture - withNumbers >= Math.Max(LeastPictureWithNumbers, forNames) * scale
            && width >= LeastWidthWithNumbers * scale;
        picture -= hasNumbers ? (int)MathF.Ceiling(withNumbers) : 0;
        float spare = Math.Max(0, room.Width - joins - gaps - wide * width);
        float more = lineGaps > 0 ? Math.Min(spare / lineGaps, (LargestGap - Gap) * scale) : 0;
        float x = room.X + (spare - more * lineGaps) / 2;
        Rectangle[] boxes = new Rectangle[count];
        for (int i = 0; i < count; i++)
        {
            x += i == 0 ? 0 : GapBefore(first + i, hasLines) * scale + more;
            float across = nodes[first + i].Kind == StripNodeKind.Join ? JoinWidth * scale : width;
            boxes[i] = new((int)x, room.Y, (int)(x + across) - (int)x, room.Height);
            x += across;
        }
        return new(first, boxes, picture, lines, hasNumbers);

        int BelowPicture(int lines) => (int)MathF.Ceiling((NameHeight + (lines - 1) * DetailHeight + BarsHeight) * scale);
    }

    /// <summary>Pixels above the boxes, for paths that pass nodes by and for what is said of stacks.</summary>
    static int LaneOf(IReadOnlyList<StripNode> nodes, float scale)
    {
        bool isNeeded = nodes.Where((node, i) => node.Stack >= 0 || node.Inputs.Any(input => input != i - 1)).Any();
        return isNeeded ? (int)(Lane * scale) : 0;
    }

    static float GapBefore(int node, Func<int, bool> hasLines) => hasLines(node) ? LineGap : Gap;

    /// <summary>How many have room from one on.</summary>
    static int Fitting(IReadOnlyList<StripNode> nodes, Func<int, bool> hasLines, int first, int room, float scale)
    {
        float used = 0;
        int count = 0;
        for (; first + count < nodes.Count; count++)
        {
            used += (nodes[first + count].Kind == StripNodeKind.Join ? JoinWidth : LeastWidth) * scale
                + (count == 0 ? 0 : GapBefore(first + count, hasLines) * scale);
            if (used > room && count > 0)
            {
                break;
            }
        }
        return count;
    }

    /// <summary>The picture of a shown node.</summary>
    public Rectangle PictureOf(int shown) => Boxes[shown] with { Height = Picture };
}
