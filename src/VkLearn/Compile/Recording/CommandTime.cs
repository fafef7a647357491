namespace VkLearn.Compile;

/// <summary>What one command of a <see cref="Recording"/> took on the device.</summary>
/// <param name="Kernel">The shader's name; a copy's is <c>copy</c>.</param>
/// <param name="Shapes">Of what it reads and writes, in words.</param>
/// <param name="Milliseconds">The median over the replays that were timed.</param>
/// <param name="Gflop">Multiplications and additions, in billions, where it is a product or a convolution; else 0.</param>
/// <param name="Bytes">Of all that it was given to read and to write.</param>
public sealed record CommandTime(string Kernel, string Shapes, double Milliseconds, double Gflop, long Bytes);
