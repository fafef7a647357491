namespace VkLearn.Rendering;

/// <summary>GIF's compression: codes of 9 to 12 bits for runs that were seen before (Welch 1984), in blocks of at most 255 bytes.</summary>
sealed class LzwCodes
{
    const int Clear = 256, End = 257, First = 258, Most = 4095, LeastBits = 9, Slots = 1 << 14, BlockBytes = 255;

    readonly int[] runs = new int[Slots], codes = new int[Slots]; // a hash table: the run's code and the index after it, and their code
    readonly byte[] block = new byte[BlockBytes];
    Stream to = Stream.Null;
    int next, bits, held, heldBits, blockLength;

    /// <summary>Writes the image data of one frame.</summary>
    /// <param name="indices">Of the palette, a byte a pixel; at least one.</param>
    public void Write(Stream to, ReadOnlySpan<byte> indices)
    {
        this.to = to;
        (held, heldBits, blockLength) = (0, 0, 0);
        to.WriteByte(LeastBits - 1);
        bits = LeastBits;
        Emit(Clear);
        Forget();
        int run = indices[0];
        foreach (byte index in indices[1..])
        {
            int key = run << 8 | index, slot = SlotOf(key);
            if (runs[slot] == key)
            {
                run = codes[slot];
                continue;
            }

            Emit(run);
            Learn(key, slot);
            run = index;
        }

        Emit(run);
        bits = next >= 1 << bits ? bits + 1 : bits; // a reader has one run more by now
        Emit(End);
        Flush();
        to.WriteByte(0);
    }

    void Forget()
    {
        runs.AsSpan().Fill(-1);
        (next, bits) = (First, LeastBits);
    }

    int SlotOf(int key)
    {
        int slot = (int)((uint)key * 2654435761u >> 18);
        while (runs[slot] >= 0 && runs[slot] != key)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        return slot;
    }

    void Learn(int key, int slot)
    {
        bits = next >= 1 << bits ? bits + 1 : bits;
        if (next >= Most)
        {
            Emit(Clear);
            Forget();
            return;
        }

        (runs[slot], codes[slot]) = (key, next++);
    }

    void Emit(int code)
    {
        held |= code << heldBits;
        heldBits += bits;
        for (; heldBits >= 8; heldBits -= 8, held >>= 8)
        {
            Put((byte)held);
        }
    }

    void Put(byte value)
    {
        block[blockLength++] = value;
        if (blockLength == BlockBytes)
        {
            PutBlock();
        }
    }

    void PutBlock()
    {
        to.WriteByte((byte)blockLength);
        to.Write(block, 0, blockLength);
        blockLength = 0;
    }

    void Flush()
    {
        if (heldBits > 0)
        {
            Put((byte)held);
        }

        if (blockLength > 0)
        {
            PutBlock();
        }
    }
}
