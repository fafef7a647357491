using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn;

/// <summary>Where a value that no op computes comes from.</summary>
abstract record Leaf;

/// <summary>A place as it is when the recording's replay begins.</summary>
sealed record PlaceLeaf(Place Place) : Leaf;

/// <summary>Values given by the program: float[], Half[], int[] or byte[].</summary>
sealed record ConstantLeaf(Array Values) : Leaf
{
    // A constant is itself only: comparing its values would make simplifying slow.
    public bool Equals(ConstantLeaf? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>Memory that holds the value: what a recording returned, or what was computed outside one.</summary>
/// <param name="Owner">The tensor whose memory this is a part of, which must not be freed before this.</param>
/// <param name="IsComputed">Whether ops made it, which are forgotten.</param>
/// <param name="Holding">Of the memory, where the tensor holds it and not a recording.</param>
sealed record MemoryLeaf(Session Session, GpuBuffer Buffer, long ByteOffset, Tensor? Owner = null, bool IsComputed = false,
    Holding? Holding = null) : Leaf;

/// <summary>The input of a definition, to be replaced by the tensor it is applied to.</summary>
sealed record InputLeaf(int Index) : Leaf;
