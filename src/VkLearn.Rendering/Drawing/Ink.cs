namespace VkLearn.Rendering;

/// <summary>Finds the parts of a picture with something in them: bands of lines, in each the stretches between wide empty ones.</summary>
static class Ink
{
    const int LeastGapX = 40, LeastGapY = 3; // pixels: a smaller empty stretch costs less than one more draw

    public static Rectangle[] Find(ReadOnlySpan<uint> pixels, int width, int height)
    {
        List<Rectangle> parts = [];
        bool[] columns = new bool[width];
        for (int y = 0; y < height;)
        {
            int bottom = BandEnd(pixels, width, height, y);
            if (bottom > y)
            {
                AddStretches(pixels, width, y, bottom, columns, parts);
            }
            y = Math.Max(bottom, y + 1);
        }
        return [.. parts];
    }

    /// <summary>Where a band ends that begins at a line; the line itself when that is empty.</summary>
    static int BandEnd(ReadOnlySpan<uint> pixels, int width, int height, int top)
    {
        int end = top;
        for (int y = top; y < height && y - end < (end > top ? LeastGapY : 1); y++)
        {
            if (pixels.Slice(y * width, width).ContainsAnyExcept(0u))
            {
                end = y + 1;
            }
        }
        return end;
    }

    static void AddStretches(ReadOnlySpan<uint> pixels, int width, int top, int bottom, bool[] columns, List<Rectangle> parts)
    {
        columns.AsSpan().Clear();
        for (int y = top; y < bottom; y++)
        {
            for (int x = 0; x < width; x++)
            {
                columns[x] |= pixels[y * width + x] != 0;
            }
        }
        for (int x = 0, start = -1, end = 0; x <= width; x++)
        {
            bool isInk = x < width && columns[x];
            start = isInk && start < 0 ? x : start;
            end = isInk ? x + 1 : end;
            if (start >= 0 && (x == width || x - end >= LeastGapX))
            {
                parts.Add(new(start, top, end - start, bottom - top));
                start = -1;
            }
        }
    }
}
