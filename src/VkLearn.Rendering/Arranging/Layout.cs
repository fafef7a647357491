namespace VkLearn.Rendering;

/// <summary>
/// How a window is divided: rows and columns by weight, in whole pixels, with something to show at each leaf: a <see cref="View"/>, or what
/// a view is made of later. Where there is no room for all parts at their least sizes the last ones are left out, so that nothing overlaps.
/// </summary>
/// <typeparam name="T">What is at the leaves; each converts to a layout of itself alone.</typeparam>
public sealed class Layout<T> where T : class
{
    const int DefaultLeastWidth = 110, DefaultLeastHeight = 64;

    Layout()
    {
    }

    /// <summary>Its share of the row or column that it is in.</summary>
    public double Weight { get; private init; } = 1;

    /// <summary>Least width on a 1280 x 720 window, in pixels; 0: what the parts or a view need.</summary>
    public int LeastWidth { get; private init; }

    /// <inheritdoc cref="LeastWidth"/>
    public int LeastHeight { get; private init; }

    /// <summary>What stands side by side, or one below the other.</summary>
    public IReadOnlyList<Layout<T>> Parts { get; private init; } = [];

    /// <summary>What is shown there; null where it is made of parts.</summary>
    public T? Leaf { get; private init; }

    /// <summary>Whether its parts stand side by side.</summary>
    public bool IsRow { get; private init; }

    /// <summary>All that is shown in it, from left to right and from top to bottom.</summary>
    public IEnumerable<T> Leaves => Leaf is null ? Parts.SelectMany(static part => part.Leaves) : [Leaf];

    /// <summary>Parts from left to right.</summary>
    public static Layout<T> Row(params IReadOnlyList<Layout<T>> parts) => new() { Parts = parts, IsRow = true };

    /// <summary>Parts from top to bottom.</summary>
    public static Layout<T> Column(params IReadOnlyList<Layout<T>> parts) => new() { Parts = parts };

    public static Layout<T> Of(T leaf) => new() { Leaf = leaf };

    public static implicit operator Layout<T>(T leaf) => Of(leaf);

    /// <summary>The same with another share of its row or column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public Layout<T> WithWeight(double weight) => weight > 0
        ? new() { Weight = weight, LeastWidth = LeastWidth, LeastHeight = LeastHeight, Parts = Parts, Leaf = Leaf, IsRow = IsRow }
        : throw new ArgumentOutOfRangeException(nameof(weight), $"A weight must be above 0, received {weight}.");

    /// <summary>The same, never smaller than this (in pixels of a 1280 x 720 window); where there is no room it is left out.</summary>
    public Layout<T> WithLeast(int width, int height) =>
        new() { Weight = Weight, LeastWidth = width, LeastHeight = height, Parts = Parts, Leaf = Leaf, IsRow = IsRow };

    /// <summary>The same with something else at each leaf; one that becomes null is left out, as is what has nothing left in it.</summary>
    /// <returns>Null where nothing is left.</returns>
    public Layout<TOther>? Select<TOther>(Func<T, TOther?> other) where TOther : class
    {
        TOther? leaf = Leaf is null ? null : other(Leaf);
        Layout<TOther>[] parts = [.. Parts.Select(part => part.Select(other)).OfType<Layout<TOther>>()];
        return leaf is null && parts.Length == 0 ? null
            : new() { Weight = Weight, LeastWidth = LeastWidth, LeastHeight = LeastHeight, Parts = parts, Leaf = leaf, IsRow = IsRow };
    }

    /// <summary>Gives each leaf its place; one without room gets an empty one.</summary>
    /// <param name="area">What is divided.</param>
    /// <param name="gap">Pixels between parts.</param>
    /// <param name="scale">See <see cref="FrameContext.Scale"/>.</param>
    /// <param name="gaps">Receives the rectangles between the parts.</param>
    /// <param name="place">Told of each leaf's place.</param>
    internal void Arrange(Rectangle area, int gap, float scale, List<Rectangle> gaps, Action<T, Rectangle> place)
    {
        if (Leaf is not null)
        {
            place(Leaf, area);
            return;
        }
        int shown = CountFitting(IsRow ? area.Width : area.Height, gap, scale);
        Span<int> sizes = stackalloc int[shown];
        Divide((IsRow ? area.Width : area.Height) - Math.Max(0, shown - 1) * gap, scale, sizes);
        int at = IsRow ? area.X : area.Y;
        for (int i = 0; i < shown; i++)
        {
            Parts[i].Arrange(IsRow ? area with { X = at, Width = sizes[i] } : area with { Y = at, Height = sizes[i] }, gap, scale, gaps,
                place);
            at += sizes[i];
            if (i < shown - 1)
            {
                gaps.Add(IsRow ? area with { X = at, Width = gap } : area with { Y = at, Height = gap });
                at += gap;
            }
        }
        for (int i = shown; i < Parts.Count; i++)
        {
            foreach (T leaf in Parts[i].Leaves)
            {
                place(leaf, default);
            }
        }
    }

    /// <summary>Least size along an axis, in pixels.</summary>
    int Least(bool acrossX, int gap, float scale)
    {
        int own = acrossX ? LeastWidth : LeastHeight;
        if (own > 0 || Leaf is not null)
        {
            return (int)MathF.Ceiling(scale * (own > 0 ? own : acrossX ? DefaultLeastWidth : DefaultLeastHeight));
        }
        int least = 0;
        foreach (Layout<T> part in Parts)
        {
            // Across its direction a row must only hold its largest part; along it, at least the first, as the others can be left out.
            least = Math.Max(least, part.Least(acrossX, gap, scale));
        }
        return least;
    }

    int CountFitting(int room, int gap, float scale)
    {
        int count = 0;
        for (int used = 0; count < Parts.Count; count++)
        {
            used += Parts[count].Least(IsRow, gap, scale) + (count > 0 ? gap : 0);
            if (used > room && count > 0)
            {
                break;
            }
        }
        return count;
    }

    /// <summary>By weight; parts that would come below their least get that, and the others share the rest.</summary>
    void Divide(int room, float scale, Span<int> sizes)
    {
        sizes.Clear();
        double weights = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            weights += Parts[i].Weight;
        }
        for (bool isSettled = false; !isSettled;)
        {
            isSettled = true;
            for (int i = 0; i < sizes.Length; i++)
            {
                int least = Parts[i].Least(IsRow, 0, scale);
                if (sizes[i] == 0 && weights > Parts[i].Weight && room * Parts[i].Weight / weights < least)
                {
                    (sizes[i], room, weights, isSettled) = (least, room - least, weights - Parts[i].Weight, false);
                }
            }
        }
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 0)
            {
                sizes[i] = Math.Max(0, (int)Math.Round(room * Parts[i].Weight / weights));
                (room, weights) = (room - sizes[i], weights - Parts[i].Weight);
            }
        }
    }
}
