using System.Collections;
using System.Runtime.CompilerServices;

namespace VkLearn;

/// <summary>The sizes of a tensor's axes, outermost first: <c>Shape s = [n, c, h, w];</c> A scalar has none: <c>[]</c>.</summary>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public readonly struct Shape : IEquatable<Shape>, IEnumerable<int>
{
    readonly int[]? sizes;

    Shape(int[] sizes) => this.sizes = sizes;

    /// <summary>A shape of these sizes.</summary>
    /// <exception cref="ArgumentException">A size is below 0.</exception>
    public static Shape Of(ReadOnlySpan<int> sizes)
    {
        foreach (int size in sizes)
        {
            if (size < 0)
            {
                throw new ArgumentException($"A shape's sizes are 0 or more, received [{string.Join(", ", sizes.ToArray())}].");
            }
        }

        return new Shape(sizes.ToArray());
    }

    public ReadOnlySpan<int> Sizes => sizes;
    public int Rank => Sizes.Length;

    /// <summary>How many elements: the product of the sizes, 1 for a scalar.</summary>
    public long Count => CountOf(Sizes);

    /// <summary>The size of an axis; <c>^1</c> is the last.</summary>
    public int this[Index axis] => Sizes[axis];

    internal static long CountOf(ReadOnlySpan<int> sizes)
    {
        long count = 1;
        foreach (int size in sizes)
        {
            count = size > 0 && count > long.MaxValue / size ? long.MaxValue : count * size; // no more than that, however many
        }

        return count;
    }

    /// <summary>An axis counted from either end, -1 being the last, as a number from 0.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    internal int Axis(int axis, string op) =>
        axis >= -Rank && axis < Rank
            ? (axis + Rank) % Rank
            : throw new ArgumentException($"{op}: axis {axis} is not one of {this}, which has {Rank}.");

    /// <summary>The product of the sizes before, at and after an axis.</summary>
    internal (int Outer, int Size, int Inner) Around(int axis) =>
        (checked((int)CountOf(Sizes[..axis])), Sizes[axis], checked((int)CountOf(Sizes[(axis + 1)..])));

    internal Shape Without(int axis) => Of([.. Sizes[..axis], .. Sizes[(axis + 1)..]]);

    /// <exception cref="ArgumentException">The axis would have 2^31 elements or more.</exception>
    internal Shape With(int axis, long size)
    {
        int[] changed = Sizes.ToArray();
        changed[axis] = size <= int.MaxValue ? (int)size : throw new ArgumentException(FormattableString.Invariant(
            $"Axis {axis} of {this} would have {size:n0} elements, and a tensor has at most {int.MaxValue:n0}. Use smaller parts."));
        return Of(changed);
    }

    public bool Equals(Shape other) => Sizes.SequenceEqual(other.Sizes);
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = new();
        foreach (int size in Sizes)
        {
            hash.Add(size);
        }

        return hash.ToHashCode();
    }

    public static bool operator ==(Shape left, Shape right) => left.Equals(right);
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    public override string ToString() => $"[{string.Join(", ", Sizes.ToArray())}]";

    IEnumerator<int> IEnumerable<int>.GetEnumerator() => ((IEnumerable<int>)(sizes ?? [])).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => (sizes ?? []).GetEnumerator();
}
