using System.Buffers.Binary;
using System.Text;

namespace VkLearn.Tests.Mutants;

/// <summary>
/// Changes good files as torn downloads, worn disks and malice do: bits, cuts, repeats, parts of other files, words and numbers at their
/// extremes. The same number gives the same mutant.
/// </summary>
/// <param name="seeds">Good files of one format.</param>
/// <param name="unit">Bytes that stay together: 4 for a format of words.</param>
/// <param name="isText">Whether most changes put numbers and words in place of others, so that a text keeps its form.</param>
sealed class Mutator(IReadOnlyList<byte[]> seeds, int number, int unit, bool isText)
{
    const int Longest = 1 << 16; // that a repeat makes of a small file

    static readonly uint[] extremes =
        [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0xffffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

    static readonly byte[][] numbers = [.. "0,-1,1,99999,2147483647,4294967296,99999999999999999999,1e400,-0.0,NaN,".Split(',')
        .Select(Encoding.ASCII.GetBytes)];

    readonly Random random = new(number);

    /// <summary>Which of the seeds it is made of.</summary>
    public int Seed { get; } = new Random(~number).Next(seeds.Count);

    public byte[] Make()
    {
        byte[] mutant = seeds[Seed];
        for (int left = 1 + random.Next(4); left > 0; left--)
        {
            mutant = Changed([.. mutant]);
        }

        return mutant;
    }

    byte[] Changed(byte[] bytes) => bytes.Length < 2 * unit ? bytes : Kind() switch
    {
        0 => FlipBits(bytes),
        1 => [.. bytes.AsSpan(0, Place(bytes))],
        2 => Repeated(bytes),
        3 => Spliced(bytes),
        4 => WithoutPart(bytes),
        5 => WithWord(bytes, extremes[random.Next(extremes.Length)]),
        6 => WithWord(bytes, null),
        7 => WithCount(bytes),
        8 => WithNumber(bytes),
        _ => WithRun(bytes),
    };

    int Kind() => isText && random.Next(4) > 0 ? 8 + random.Next(2) : random.Next(10);

    int Place(byte[] bytes) => random.Next(bytes.Length / unit) * unit;

    /// <summary>Some bytes, seldom many.</summary>
    (int Begin, int Length) Part(byte[] bytes)
    {
        int begin = Place(bytes), most = random.Next(4) == 0 ? bytes.Length : 16 * unit;
        return (begin, Math.Min(bytes.Length - begin, unit * (1 + random.Next(Math.Max(1, most / unit)))));
    }

    byte[] FlipBits(byte[] bytes)
    {
        for (int left = 1 + random.Next(8); left > 0; left--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    byte[] Repeated(byte[] bytes)
    {
        (int begin, int length) = Part(bytes);
        int times = 1 + (random.Next(3) == 0 ? random.Next(Longest / length + 1) : random.Next(4));
        byte[] part = bytes[begin..(begin + length)];
        return [.. bytes[..begin], .. Enumerable.Repeat(part, times).SelectMany(one => one), .. bytes[begin..]];
    }

    byte[] Spliced(byte[] bytes)
    {
        byte[] other = seeds[random.Next(seeds.Count)];
        (int begin, int length) = Part(other);
        int at = Place(bytes), over = random.Next(2) * Math.Min(length, bytes.Length - at); // over what is there, or between
        return [.. bytes[..at], .. other[begin..(begin + length)], .. bytes[(at + over)..]];
    }

    byte[] WithoutPart(byte[] bytes)
    {
        (int begin, int length) = Part(bytes);
        return [.. bytes[..begin], .. bytes[(begin + length)..]];
    }

    /// <summary>A word of 1, 2 or 4 bytes at another value; that of another place where none is given.</summary>
    byte[] WithWord(byte[] bytes, uint? value)
    {
        int size = unit > 1 ? unit : 1 << random.Next(3);
        if (bytes.Length < size)
        {
            return bytes;
        }

        int at = unit > 1 ? Place(bytes) : random.Next(bytes.Length - size + 1);
        byte[] word = new byte[4];
        if (value is { } given)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(word, given);
            word = random.Next(2) == 0 || unit > 1 ? word[..size] : [.. word[..size].Reverse()];
        }
        else
        {
            int from = unit > 1 ? Place(bytes) : random.Next(bytes.Length - size + 1);
            word = bytes[from..(from + size)];
        }

        word.CopyTo(bytes, at);
        return bytes;
    }

    /// <summary>A byte that may be a count, off by a few.</summary>
    byte[] WithCount(byte[] bytes)
    {
        bytes[random.Next(bytes.Length)] += (byte)(random.Next(9) - 4);
        return bytes;
    }

    /// <summary>A number in digits at another value.</summary>
    byte[] WithNumber(byte[] bytes) => Run(bytes, value => char.IsAsciiDigit((char)value)) is var (begin, end)
        ? [.. bytes[..begin], .. numbers[random.Next(numbers.Length)], .. bytes[end..]] : bytes;

    /// <summary>A word of letters in place of another.</summary>
    byte[] WithRun(byte[] bytes) => Run(bytes, IsLetter) is var (begin, end) && Run(bytes, IsLetter) is var (from, to)
        ? [.. bytes[..begin], .. bytes[from..to], .. bytes[end..]] : bytes;

    static bool IsLetter(byte value) => char.IsAsciiLetterOrDigit((char)value) || value == '.';

    /// <summary>The first run of such bytes from somewhere on.</summary>
    (int Begin, int End)? Run(byte[] bytes, Func<byte, bool> isOfIt)
    {
        int begin = Array.FindIndex(bytes, random.Next(bytes.Length), value => isOfIt(value));
        int end = begin < 0 ? -1 : Array.FindIndex(bytes, begin, value => !isOfIt(value));
        return begin < 0 ? null : (begin, end < 0 ? bytes.Length : end);
    }
}
