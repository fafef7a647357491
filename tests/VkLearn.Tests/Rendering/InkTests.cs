using CsCheck;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

public sealed class InkTests
{
    [Fact]
    public void AllInkIsInOnePart() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 40], Gen.Int[0, 12], Gen.Int).Sample(static (width, height, spots, seed) =>
        {
            Random random = new(seed);
            uint[] pixels = new uint[width * height];
            for (int i = 0; i < spots; i++)
            {
                pixels[random.Next(pixels.Length)] = 1;
            }
            Rectangle[] parts = Ink.Find(pixels, width, height);
            return parts.All(part => part is { X: >= 0, Y: >= 0, IsEmpty: false } && part.Right <= width && part.Bottom <= height)
                && Enumerable.Range(0, pixels.Length).All(i =>
                    parts.Count(part => part.Contains(i % width, i / width)) is var times && (pixels[i] == 0 ? times <= 1 : times == 1));
        }, iter: 300, threads: 1);
}
