using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// An array as NumPy saves it, versions 1 to 3 of the format (numpy.lib.format): a line that says what it is, then the elements. Read are
/// little-endian floats of 4 and 8 bytes, integers, unsigned bytes and truths; an array in Fortran's order is brought to C's.
/// </summary>
sealed class NpyFile
{
    const int PrefixBytes = 10; // magic, version, length of the header, which is longer in versions 2 and 3

    static readonly byte[] magic = [0x93, .. "NUMPY"u8];
    static readonly string[] known = ["f4", "f8", "i1", "i2", "i4", "i8", "u1", "b1"];

    NpyFile(Shape shape, Array values) => (Shape, Values) = (shape, values);

    public Shape Shape { get; }

    /// <summary>Row-major: float[] of floats, int[] of signed integers, byte[] of unsigned bytes and truths.</summary>
    public Array Values { get; }

    /// <exception cref="DataException">The file is missing, torn, or holds what is not read; the message says at which byte.</exception>
    public static NpyFile Read(string path)
    {
        byte[] bytes = PackedFile.ReadAll(path);
        (string header, int start) = Header(path, bytes);
        string type = Text(path, header, "descr");
        int[] sizes = Sizes(path, header);
        if (!known.Contains(type[1..]) || (type[0] == '>' && type[2] != '1'))
        {
            throw new DataException(path,
                $"its elements are \"{type}\"; read are {string.Join(", ", known)}, little-endian. Save it with .astype(\"<f4\")");
        }

        double bytesAsked = sizes.Aggregate((double)(type[2] - '0'), (product, size) => product * size); // a torn header has any

        if (bytes.Length - start != bytesAsked)
        {
            throw new DataException(path, $"ends at byte {bytes.Length}, but an array of {Shape.Of(sizes)} of \"{type}\" "
                + $"ends at byte {start + bytesAsked}; the file is torn, save or fetch it again");
        }

        Array values = Convert(path, type[1..], bytes.AsSpan(start));
        return new NpyFile(Shape.Of(sizes), header.Contains("'fortran_order': True") ? InOrderOfC(values, sizes) : values);
    }

    static (string Header, int End) Header(string path, byte[] bytes)
    {
        if (bytes.Length < PrefixBytes + 2 || !bytes.AsSpan().StartsWith(magic) || bytes[6] is < 1 or > 3)
        {
            throw new DataException(path, "is no .npy file: it does not begin with \\x93NUMPY and a version from 1 to 3; "
                + "save an array with numpy.save");
        }

        bool isShort = bytes[6] == 1;
        int start = isShort ? PrefixBytes : PrefixBytes + 2;
        long end = start + (isShort ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8))
            : (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)));
        return end <= bytes.Length ? (Encoding.UTF8.GetString(bytes, start, (int)end - start), (int)end)
            : throw new DataException(path, $"ends at byte {bytes.Length}, within its header of {end}; the file is torn");
    }

    /// <summary>What stands in quotes after a key of the header, a Python dictionary.</summary>
    static string Text(string path, string header, string key)
    {
        string[] parts = After(path, header, key).Split('\'');
        return parts is ["" or " ", { Length: > 2 } value, ..] ? value
            : throw new DataException(path, $"its header's '{key}' is no simple type: {header.Trim()}; save one array of numbers");
    }

    static int[] Sizes(string path, string header)
    {
        string text = After(path, header, "shape");
        int open = text.IndexOf('('), close = text.IndexOf(')');
        if (open < 0 || close < open)
        {
            throw new DataException(path, $"its header has no shape: {header.Trim()}");
        }

        return [.. text[(open + 1)..close].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
                : throw new DataException(path, $"its header has a shape of \"{size}\"; sizes are whole numbers below 2^31"))];
    }

    static string After(string path, string header, string key) => header.IndexOf($"'{key}':", StringComparison.Ordinal) is >= 0 and var at
        ? header[(at + key.Length + 3)..] : throw new DataException(path, $"its header has no '{key}': {header.Trim()}");

    static Array Convert(string path, string type, ReadOnlySpan<byte> bytes) => type switch
    {
        "f4" => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
        "f8" => Narrow(path, bytes),
        "i1" => All<sbyte>(bytes, value => value),
        "i2" => All<short>(bytes, value => value),
        "i4" => MemoryMarshal.Cast<byte, int>(bytes).ToArray(),
        "i8" => Shorten(path, bytes),
        _ => bytes.ToArray(),
    };

    static int[] All<T>(ReadOnlySpan<byte> bytes, Converter<T, int> convert) where T : struct =>
        Array.ConvertAll(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), convert);

    static float[] Narrow(string path, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<double> values = MemoryMarshal.Cast<byte, double>(bytes);
        float[] narrow = new float[values.Length];
        for (int i = 0; i < narrow.Length; i++)
        {
            narrow[i] = (float)values[i];
            if (float.IsInfinity(narrow[i]) && double.IsFinite(values[i]))
            {
                throw new DataException(path, FormattableString.Invariant(
                    $"element {i} is {values[i]}, single precision ends at 3.4e38; divide the array"));
            }
        }

        return narrow;
    }

    static int[] Shorten(string path, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<long> values = MemoryMarshal.Cast<byte, long>(bytes);
        int[] shorter = new int[values.Length];
        for (int i = 0; i < shorter.Length; i++)
        {
            shorter[i] = values[i] is >= int.MinValue and <= int.MaxValue ? (int)values[i]
                : throw new DataException(path, $"element {i} is {values[i]}, integers are read from -2^31 to 2^31 - 1");
        }

        return shorter;
    }

    /// <summary>Elements whose first index runs fastest, brought to the order where the last does.</summary>
    static Array InOrderOfC(Array values, int[] sizes)
    {
        return values switch
        {
            float[] floats => Turned(floats),
            int[] ints => Turned(ints),
            _ => Turned((byte[])values),
        };

        T[] Turned<T>(T[] from)
        {
            T[] to = new T[from.Length];
            int[] index = new int[sizes.Length];
            foreach (T value in from)
            {
                int at = 0;
                for (int axis = 0; axis < sizes.Length; axis++)
                {
                    at = at * sizes[axis] + index[axis];
                }

                to[at] = value;
                for (int axis = 0; axis < sizes.Length && ++index[axis] == sizes[axis]; axis++)
                {
                    index[axis] = 0;
                }
            }

            return to;
        }
    }
}
