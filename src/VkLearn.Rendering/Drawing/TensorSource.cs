using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>How an element lies in memory.</summary>
public enum ElementType { Float32, Float16, Int32, UInt8 }

/// <summary>A tensor where it lies: contiguous, row-major. Views sample it there; nothing is copied.</summary>
/// <param name="Buffer">The memory it lies in.</param>
/// <param name="ByteOffset">Where its first element begins in the buffer.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes, outermost first.</param>
/// <param name="Name">What people call it, such as "layers.1:output".</param>
public readonly record struct TensorSource(
    GpuBuffer Buffer, long ByteOffset, ElementType Type, IReadOnlyList<int> Shape, string Name = "")
{
    /// <summary>What its index says to people, part by part; empty: nothing but numbers.</summary>
    public IReadOnlyList<IndexPart> Parts { get; init; } = [];

    /// <summary>How many elements it has.</summary>
    public int Count
    {
        get
        {
            int count = 1;
            for (int axis = 0; axis < Shape.Count; axis++)
            {
                count *= Shape[axis];
            }
            return count;
        }
    }

    /// <summary>Bytes of one element.</summary>
    public int ElementBytes => Type switch { ElementType.UInt8 => 1, ElementType.Float16 => 2, _ => 4 };

    /// <summary>The shape as people write it: [64, 128].</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>
    /// The address of the word that holds the first element: shaders read by words, <c>elementAt(x, first + i)</c> of element.glsl, whose
    /// constant 1 is the <see cref="Type"/>.
    /// </summary>
    public ulong WordAddress => Buffer.Address + (ulong)(ByteOffset & ~3L);

    /// <summary>Elements between that word's start and the first element: 0 but for a slice of bytes or halves.</summary>
    public int FirstElement => (int)(ByteOffset & 3) / ElementBytes;
}
