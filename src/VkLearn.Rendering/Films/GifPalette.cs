using System.Runtime.InteropServices;

namespace VkLearn.Rendering;

/// <summary>
/// The colours of a GIF, chosen by its first frame and kept, so that what does not change does not flicker: those that cover most of it as
/// they are, means of the others by median cut (Heckbert 1982), and a coarse grid of all for what comes later. Between them, colours are
/// dithered by thresholds that stand still (Bayer 1973).
/// </summary>
sealed class GifPalette
{
    const int Flat = 96, Grid = 4, Colors = 255, Means = Colors - Flat - Grid * Grid * Grid; // one index is left for what is transparent
    const int CellBits = 6, Spread = 12; // of a lookup's channels; how far dithering goes, of 255

    static readonly sbyte[] thresholds = [-8, 0, -6, 2, 4, -4, 6, -2, -5, 3, -7, 1, 7, -1, 5, -3]; // of 4 x 4 pixels, in sixteenths

    readonly Dictionary<int, byte> exact = [];
    readonly short[] nearest = new short[1 << 3 * CellBits]; // of a cell's middle; -1: not asked for yet
    readonly List<int> colors = [];

    /// <param name="rgba">A frame.</param>
    public GifPalette(ReadOnlySpan<byte> rgba)
    {
        nearest.AsSpan().Fill(-1);
        (int Color, int Weight)[] used = [.. Count(rgba).OrderByDescending(one => one.Weight).ThenBy(one => one.Color)];
        foreach ((int color, _) in used.Take(Flat))
        {
            exact[color] = (byte)colors.Count;
            colors.Add(color);
        }

        colors.AddRange(MedianCut([.. used.Skip(Flat)], Means));
        for (int i = 0; i < Grid * Grid * Grid; i++)
        {
            colors.Add(Packed(i % Grid * 255 / (Grid - 1), i / Grid % Grid * 255 / (Grid - 1), i / Grid / Grid * 255 / (Grid - 1)));
        }
    }

    /// <summary>The index that no colour has.</summary>
    public const byte Transparent = Colors;

    /// <summary>Red, green and blue of 256 entries.</summary>
    public byte[] Bytes
    {
        get
        {
            byte[] bytes = new byte[256 * 3];
            for (int i = 0; i < colors.Count; i++)
            {
                (int red, int green, int blue) = Parts(colors[i]);
                (bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]) = ((byte)red, (byte)green, (byte)blue);
            }

            return bytes;
        }
    }

    /// <summary>An index for each pixel.</summary>
    public void Map(ReadOnlySpan<byte> rgba, int width, Span<byte> indices)
    {
        ReadOnlySpan<int> pixels = MemoryMarshal.Cast<byte, int>(rgba);
        (int color, byte index) last = (-1, 0);
        for (int i = 0; i < pixels.Length; i++)
        {
            int color = pixels[i] & 0xFFFFFF;
            if (color != last.color && exact.TryGetValue(color, out byte index))
            {
                last = (color, index);
            }

            indices[i] = color == last.color ? last.index : Dithered(color, thresholds[i / width % 4 * 4 + i % width % 4]);
        }
    }

    byte Dithered(int color, int threshold)
    {
        int by = Spread * threshold / 8;
        (int red, int green, int blue) = Parts(color);
        int cell = Cell(red + by) | Cell(green + by) << CellBits | Cell(blue + by) << 2 * CellBits;
        if (nearest[cell] < 0)
        {
            nearest[cell] = NearestTo(Middle(cell), Middle(cell >> CellBits), Middle(cell >> 2 * CellBits));
        }

        return (byte)nearest[cell];
    }

    short NearestTo(int red, int green, int blue)
    {
        (int best, int least) = (0, int.MaxValue);
        for (int i = 0; i < colors.Count; i++)
        {
            (int r, int g, int b) = Parts(colors[i]);
            int distance = 3 * (r - red) * (r - red) + 6 * (g - green) * (g - green) + (b - blue) * (b - blue); // as eyes weigh them
            (best, least) = distance < least ? (i, distance) : (best, least);
        }

        return (short)best;
    }

    static IEnumerable<(int Color, int Weight)> Count(ReadOnlySpan<byte> rgba)
    {
        Dictionary<int, int> counts = [];
        foreach (int pixel in MemoryMarshal.Cast<byte, int>(rgba))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, pixel & 0xFFFFFF, out _)++;
        }

        return counts.Select(one => (one.Key, one.Value));
    }

    /// <summary>Cuts the box of the most pixels times extent at its middle pixel, until there are so many.</summary>
    static IEnumerable<int> MedianCut((int Color, int Weight)[] used, int count)
    {
        PriorityQueue<ArraySegment<(int Color, int Weight)>, double> boxes = new();
        void Add(ArraySegment<(int Color, int Weight)> box) => boxes.Enqueue(box, -box.Sum(one => (double)one.Weight) * Extent(box).Size);
        if (used.Length > 0)
        {
            Add(used);
        }

        while (boxes.Count > 0 && boxes.Count < count && Extent(boxes.Peek()) is { Size: > 0 } extent)
        {
            ArraySegment<(int Color, int Weight)> box = boxes.Dequeue();
            box.AsSpan().Sort((a, b) => Channel(a.Color, extent.Channel).CompareTo(Channel(b.Color, extent.Channel)));
            long half = box.Sum(one => (long)one.Weight) / 2;
            int cut = 0;
            for (long before = 0; cut < box.Count - 1 && (cut == 0 || before + box[cut].Weight <= half); cut++)
            {
                before += box[cut].Weight;
            }

            Add(box[..cut]);
            Add(box[cut..]);
        }

        return boxes.UnorderedItems.Select(item => Mean(item.Element));
    }

    static (int Channel, int Size) Extent(ArraySegment<(int Color, int Weight)> box) => Enumerable.Range(0, 3)
        .Select(channel => (channel, box.Max(one => Channel(one.Color, channel)) - box.Min(one => Channel(one.Color, channel))))
        .MaxBy(extent => extent.Item2);

    static int Mean(ArraySegment<(int Color, int Weight)> box)
    {
        double all = box.Sum(one => (double)one.Weight);
        int Of(int channel) => (int)Math.Round(box.Sum(one => (double)one.Weight * Channel(one.Color, channel)) / all);
        return Packed(Of(0), Of(1), Of(2));
    }

    static int Channel(int color, int channel) => color >> 8 * channel & 255;

    static (int Red, int Green, int Blue) Parts(int color) => (color & 255, color >> 8 & 255, color >> 16 & 255);

    static int Packed(int red, int green, int blue) => red | green << 8 | blue << 16;

    static int Cell(int value) => Math.Clamp(value, 0, 255) >> 8 - CellBits;

    static int Middle(int cell) => (cell & (1 << CellBits) - 1) << 8 - CellBits | 1 << 7 - CellBits;
}
