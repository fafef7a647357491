namespace VkLearn.Data;

/// <summary>A Huffman code of a JPEG, as a table of all that 16 bits can begin with (ITU-T T.81, annex C).</summary>
sealed class JpegCodes
{
    readonly ushort[] table = new ushort[1 << 16]; // length, then symbol; 0: no code

    /// <param name="counts">Of the codes of each length from 1 to 16.</param>
    /// <param name="symbols">By code, the shortest first.</param>
    public JpegCodes(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        int begin = 0, symbol = 0;
        for (int length = 1; length <= 16; length++)
        {
            for (int i = 0; i < counts[length - 1]; i++)
            {
                int width = 1 << (16 - length);
                table.AsSpan(begin, width).Fill((ushort)(length << 8 | symbols[symbol++]));
                begin += width;
            }
        }
    }

    /// <param name="next">16 bits.</param>
    /// <returns>Null where no code begins so.</returns>
    public (int Length, int Symbol)? Find(int next) => table[next] is var found && found == 0 ? null : (found >> 8, found & 255);
}

/// <summary>The bits of a JPEG's scan, up to the next marker.</summary>
ref struct JpegBits(ReadOnlySpan<byte> file, int at)
{
    readonly ReadOnlySpan<byte> file = file;
    ulong held; // the next bits, the first highest
    int count;

    /// <summary>The byte after those that were taken.</summary>
    public int At { get; private set; } = at;

    void Fill()
    {
        while (count <= 48 && At < file.Length)
        {
            byte value = file[At];
            if (value == 0xff && (At + 1 >= file.Length || file[At + 1] != 0))
            {
                return; // a marker
            }

            held |= (ulong)value << (56 - count);
            count += 8;
            At += value == 0xff ? 2 : 1; // a 0 follows a byte that is no marker
        }
    }

    public bool TrySymbol(JpegCodes? codes, out int symbol)
    {
        Fill();
        (int length, symbol) = codes?.Find((int)(held >> 48)) ?? (int.MaxValue, 0);
        return length <= count && Drop(length);
    }

    public bool TryNumber(int length, out int number)
    {
        Fill();
        number = length == 0 ? 0 : (int)(held >> (64 - length));
        return length <= count && Drop(length);
    }

    public bool TrySkip(int length)
    {
        Fill();
        while (length > count && count > 0)
        {
            length -= count;
            Drop(count);
            Fill();
        }

        return length <= count && Drop(length);
    }

    bool Drop(int length)
    {
        held = length == 64 ? 0 : held << length;
        count -= length;
        return true;
    }

    /// <summary>Begins again after the next marker, which must be one of those that part a scan.</summary>
    public bool TryRestart()
    {
        GoToMarker();
        bool isRestart = At + 1 < file.Length && file[At + 1] is >= 0xd0 and <= 0xd7;
        At += 2;
        return isRestart;
    }

    /// <summary>Forgets what fills up the last byte, and what else is before the next marker.</summary>
    public void GoToMarker()
    {
        (held, count) = (0, 0);
        while (At < file.Length && !(file[At] == 0xff && At + 1 < file.Length && file[At + 1] is not (0 or 0xff)))
        {
            At++;
        }
    }
}
