using System.Buffers.Binary;
using System.Numerics;

namespace VkLearn.Data;

/// <summary>
/// Goes through the codes of a JPEG (ITU-T T.81) without making an image of them, to see that each scan holds all of its blocks: a decoder
/// takes zeros for what is missing before the next marker. Baseline and progressive files; what others are like the decoder says.
/// </summary>
ref struct JpegScans
{
    const int Classes = 2, Tables = 4, Sides = 4, MostScans = 100; // a scan may hold nothing, and go through all blocks for it

    readonly ReadOnlySpan<byte> file;
    readonly JpegCodes?[] codes = new JpegCodes?[Classes * Tables];
    readonly List<Component> components = [];
    JpegBits bits;
    int at = 2, columns, rows, restart, endOfBand;
    bool isProgressive;

    JpegScans(ReadOnlySpan<byte> file) => this.file = file;

    /// <summary>A colour's share of the image: blocks of 8 x 8, and which of their numbers are not 0 so far.</summary>
    sealed record Component(byte Id, int Across, int Down)
    {
        public int Columns, Rows, Stride; // blocks that the image has, and those of a row with what fills the last unit up
        public ulong[] NotZero = [];
        public int Dc, Ac;
    }

    /// <summary>What is wrong with the first scan that is not whole; null where all are, or it is none that can be gone through.</summary>
    public static string? FirstDamaged(ReadOnlySpan<byte> file)
    {
        if (file is not [0xff, 0xd8, ..])
        {
            return null;
        }

        try
        {
            return new JpegScans(file).Run();
        }
        catch (Exception error) when (error is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            return null; // it ends within a marker's data, as the decoder will find
        }
    }

    string? Run()
    {
        for (int scan = 1; at + 4 <= file.Length;)
        {
            byte marker = file[at + 1];
            if (file[at] != 0xff || marker is 0xff or 0)
            {
                at++; // filled up
                continue;
            }

            if (marker is 1 or (>= 0xd0 and <= 0xd7))
            {
                at += 2; // it stands alone
                continue;
            }

            if (marker == 0xd9 || marker is (>= 0xc3 and <= 0xcf) and not (0xc4 or 0xc8 or 0xcc))
            {
                return null;
            }

            ReadOnlySpan<byte> content = file.Slice(at + 4, BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]) - 2);
            at += 4 + content.Length;
            switch (marker)
            {
                case 0xc4:
                    ReadCodes(content);
                    break;
                case 0xdd:
                    restart = BinaryPrimitives.ReadUInt16BigEndian(content);
                    break;
                case <= 0xc2 and >= 0xc0:
                    isProgressive = marker == 0xc2;
                    ReadFrame(content);
                    break;
                case 0xda when scan > MostScans:
                    return $"it has more than {MostScans} scans";
                case 0xda when !IsWhole(content):
                    return $"its scan {scan} ends at byte {bits.At}, before its blocks do";
                case 0xda:
                    (at, scan) = (bits.At, scan + 1);
                    break;
            }
        }

        return null;
    }

    void ReadCodes(ReadOnlySpan<byte> content)
    {
        while (content.Length > 16)
        {
            int count = 0;
            foreach (byte ofLength in content[1..17])
            {
                count += ofLength;
            }

            codes[(content[0] >> 4) * Tables + (content[0] & 15)] = new JpegCodes(content[1..17], content.Slice(17, count));
            content = content[(17 + count)..];
        }
    }

    void ReadFrame(ReadOnlySpan<byte> content)
    {
        (rows, columns) = (BinaryPrimitives.ReadUInt16BigEndian(content[1..]), BinaryPrimitives.ReadUInt16BigEndian(content[3..]));
        if (components.Count > 0 || (long)rows * columns is 0 or > ImageHeader.MostPixels || content[5] is 0 or > 4)
        {
            throw new ArgumentOutOfRangeException(nameof(content)); // a second frame, or none that can be
        }

        for (int i = 0; i < content[5]; i++)
        {
            Component one = new(content[6 + 3 * i], content[7 + 3 * i] >> 4, content[7 + 3 * i] & 15);
            components.Add(one is { Across: >= 1 and <= Sides, Down: >= 1 and <= Sides } ? one
                : throw new ArgumentOutOfRangeException(nameof(content)));
        }

        (int across, int down) = (components.Max(one => one.Across), components.Max(one => one.Down));
        foreach (Component one in components)
        {
            one.Columns = Blocks(columns * one.Across, across);
            one.Rows = Blocks(rows * one.Down, down);
            one.Stride = Blocks(columns, across) * one.Across;
            one.NotZero = isProgressive ? new ulong[one.Stride * Blocks(rows, down) * one.Down] : [];
        }
    }

    static int Blocks(int pixels, int share) => (pixels + 8 * share - 1) / (8 * share);

    bool IsWhole(ReadOnlySpan<byte> content)
    {
        if (content[0] == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(content));
        }

        Component[] seen = new Component[content[0]];
        for (int i = 0; i < seen.Length; i++)
        {
            byte id = content[1 + 2 * i], tables = content[2 + 2 * i];
            seen[i] = components.Find(one => one.Id == id) ?? throw new ArgumentOutOfRangeException(nameof(content));
            (seen[i].Dc, seen[i].Ac) = (tables >> 4, Tables + (tables & 15));
        }

        Scan scan = new(content[1 + 2 * seen.Length], content[2 + 2 * seen.Length], content[3 + 2 * seen.Length] >> 4);
        if (isProgressive && (scan.First > scan.Last || scan.Last > 63))
        {
            throw new ArgumentOutOfRangeException(nameof(content));
        }

        bits = new JpegBits(file, at);
        endOfBand = 0;
        bool isAlone = seen.Length == 1;
        (int acrossAll, int downAll) = (components.Max(one => one.Across), components.Max(one => one.Down));
        (int unitColumns, int unitRows) = isAlone ? (seen[0].Columns, seen[0].Rows) : (Blocks(columns, acrossAll), Blocks(rows, downAll));
        for (int unit = 0; unit < unitColumns * unitRows; unit++)
        {
            if (restart > 0 && unit > 0 && unit % restart == 0)
            {
                endOfBand = 0;
                if (!bits.TryRestart())
                {
                    return false;
                }
            }

            (int row, int column) = (unit / unitColumns, unit % unitColumns);
            foreach (Component one in seen)
            {
                (int wide, int high) = isAlone ? (1, 1) : (one.Across, one.Down);
                for (int block = 0; block < wide * high; block++)
                {
                    int index = (row * high + block / wide) * one.Stride + column * wide + block % wide;
                    if (!(isProgressive ? TryProgressive(one, scan, ref one.NotZero[index]) : TryBaseline(one)))
                    {
                        return false;
                    }
                }
            }
        }

        bits.GoToMarker();
        return true;
    }

    /// <param name="First">The first number of a block that it tells of; 0: the mean.</param>
    /// <param name="Before">The bit that scans before it ended with; 0: there was none.</param>
    readonly record struct Scan(int First, int Last, int Before);

    bool TryBaseline(Component one)
    {
        if (!bits.TrySymbol(codes[one.Dc], out int size) || !bits.TrySkip(size))
        {
            return false;
        }

        for (int k = 1; k < 64; k++)
        {
            if (!bits.TrySymbol(codes[one.Ac], out int symbol))
            {
                return false;
            }

            (int zeros, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && zeros < 15)
            {
                break;
            }

            k += zeros;
            if (k > 63 || !bits.TrySkip(size))
            {
                return false;
            }
        }

        return true;
    }

    bool TryProgressive(Component one, Scan scan, ref ulong notZero)
    {
        if (scan.First == 0)
        {
            return scan.Before > 0 ? bits.TrySkip(1) : bits.TrySymbol(codes[one.Dc], out int size) && bits.TrySkip(size);
        }

        int k = scan.First;
        while (endOfBand == 0 && k <= scan.Last)
        {
            if (!bits.TrySymbol(codes[one.Ac], out int symbol))
            {
                return false;
            }

            (int zeros, int size) = (symbol >> 4, symbol & 15);
            if (size == 0 && zeros < 15)
            {
                if (!bits.TryNumber(zeros, out int more))
                {
                    return false;
                }

                endOfBand = (1 << zeros) + more;
                break;
            }

            // The new number's own bits come before those that go on with numbers there are already.
            if (!bits.TrySkip(size) || !TryPass(notZero, scan, ref k, zeros))
            {
                return false;
            }

            notZero |= size > 0 && k <= scan.Last ? 1ul << k : 0;
            k++;
        }

        if (endOfBand == 0)
        {
            return true;
        }

        endOfBand--;
        return scan.Before == 0 || bits.TrySkip(BitOperations.PopCount(notZero & Band(k, scan.Last)));
    }

    /// <summary>Passes over so many numbers that are 0, and those between that are not, each of which has a bit more.</summary>
    bool TryPass(ulong notZero, Scan scan, ref int k, int zeros)
    {
        for (; k <= scan.Last; k++)
        {
            if (scan.Before > 0 && (notZero >> k & 1) != 0)
            {
                if (!bits.TrySkip(1))
                {
                    return false;
                }
            }
            else if (zeros-- == 0)
            {
                return true;
            }
        }

        return true;
    }

    static ulong Band(int first, int last) => first > last ? 0 : ulong.MaxValue << first & ulong.MaxValue >> 63 - last;
}
