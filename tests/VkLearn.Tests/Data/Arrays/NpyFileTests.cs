using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class NpyFileTests
{
    readonly string path = Path.Combine(TempFolder.New(), "x.npy");

    public static TheoryData<string, byte[]> Types => new()
    {
        { "<f4", NpyWriter.Bytes(1f, 2, 3, 4, 5, 6) },
        { "<f8", NpyWriter.Bytes(1d, 2, 3, 4, 5, 6) },
        { "|i1", NpyWriter.Bytes<sbyte>(1, 2, 3, 4, 5, 6) },
        { "<i2", NpyWriter.Bytes<short>(1, 2, 3, 4, 5, 6) },
        { "<i4", NpyWriter.Bytes(1, 2, 3, 4, 5, 6) },
        { "<i8", NpyWriter.Bytes(1L, 2, 3, 4, 5, 6) },
        { "|u1", [1, 2, 3, 4, 5, 6] },
    };

    [Theory, MemberData(nameof(Types))]
    public void EachTypeInEachVersionAndOrder(string type, byte[] elements)
    {
        for (byte version = 1; version <= 3; version++)
        {
            NpyFile file = NpyFile.Read(NpyWriter.Write(path, type, "(2, 3)", elements, version));
            Assert.Equal([2, 3], file.Shape);
            Assert.Equal([1, 2, 3, 4, 5, 6], Floats(file));
            file = NpyFile.Read(NpyWriter.Write(path, type, "(2, 3)", elements, version, fortran: true));
            Assert.Equal([1, 3, 5, 2, 4, 6], Floats(file));
        }
    }

    [Fact]
    public void TruthsAndArraysOfOneAxis()
    {
        NpyFile file = NpyFile.Read(NpyWriter.Write(path, "|b1", "(3,)", [1, 0, 1]));
        Assert.Equal([3], file.Shape);
        Assert.Equal(new byte[] { 1, 0, 1 }, file.Values);
    }

    [Theory]
    [InlineData(">f4", "(1,)", 4, "its elements are \">f4\"; read are f4, f8, i1, i2, i4, i8, u1, b1, little-endian")]
    [InlineData("<c8", "(1,)", 8, "its elements are \"<c8\"")]
    [InlineData("<f4", "(2,)", 4, "ends at byte 132, but an array of [2] of \"<f4\" ends at byte 136; the file is torn")]
    [InlineData("<f4", "(x,)", 4, "its header has a shape of \"x\"")]
    public void WhatIsNotReadIsTold(string type, string shape, int bytes, string message) => Assert.StartsWith($"{path}: {message}",
        Assert.Throws<DataException>(() => NpyFile.Read(NpyWriter.Write(path, type, shape, new byte[bytes]))).Message);

    [Fact]
    public void NumbersThatDoNotFitAreTold()
    {
        NpyWriter.Write(path, "<f8", "(2,)", NpyWriter.Bytes(1, 1e300));
        Assert.StartsWith($"{path}: element 1 is 1E+300", Assert.Throws<DataException>(() => NpyFile.Read(path)).Message);
        NpyWriter.Write(path, "<i8", "(2,)", NpyWriter.Bytes(1L, 1L << 40));
        Assert.StartsWith($"{path}: element 1 is 1099511627776", Assert.Throws<DataException>(() => NpyFile.Read(path)).Message);
        File.WriteAllText(path, "no array at all");
        Assert.StartsWith($"{path}: is no .npy file", Assert.Throws<DataException>(() => NpyFile.Read(path)).Message);
        NpyWriter.Write(path, "<f4", "(2,)", [], cut: 60);
        Assert.Contains("within its header", Assert.Throws<DataException>(() => NpyFile.Read(path)).Message);
    }

    static float[] Floats(NpyFile file) => [.. file.Values.Cast<object>().Select(Convert.ToSingle)];
}
