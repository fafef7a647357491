using System.Buffers.Binary;
using System.Text;
using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Formats;

public sealed class SafetensorsTests
{
    readonly string path = Path.Combine(TempFolder.New(), "model.safetensors");

    static readonly StoredTensor[] tensors =
    [
        new("bytes", SafetensorsType.U8, [3], new byte[] { 1, 2, 3 }),
        new("layers.0.weight", SafetensorsType.F32, [2, 1], new byte[] { 0, 0, 0x80, 0x3f, 0, 0, 0xc0, 0x7f }), // 1 and a NaN
        new("none", SafetensorsType.F16, [0, 4], Array.Empty<byte>()),
        new("scalar", SafetensorsType.I64, [], new byte[] { 5, 0, 0, 0, 0, 0, 0, 0 }),
        new("ä \"quoted\"", SafetensorsType.I32, [1], new byte[] { 7, 0, 0, 0 }),
    ];

    static readonly Dictionary<string, string> about = new() { ["scene"] = "{\"model\":1}", ["ü"] = "\n" };

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        SafetensorsWriter.Write(path, tensors, about);
        using SafetensorsFile file = SafetensorsFile.Open(path);

        Assert.Equal(tensors.Select(t => t.ToString()).Order(), file.Tensors.Select(t => t.ToString()).Order());
        Assert.All(tensors, tensor =>
            Assert.Equal(tensor.Bytes.ToArray(), file.Read(file.Tensors.Single(t => t.Name == tensor.Name)).Bytes.ToArray()));
        Assert.All(about, entry => Assert.Equal(entry.Value, file.Metadata[entry.Key]));
        Assert.All(file.Tensors, tensor => Assert.Equal(0, tensor.Begin % tensor.Type.Bytes()));
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(path)) % 8);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void ReadsAFileOfTheFormatsOwnMaker()
    {
        string file = SharedData.Find("safetensors/multi_layer.safetensors");
        using SafetensorsFile read = SafetensorsFile.Open(file);

        Assert.Equal(9, read.Tensors.Count);
        Assert.Equal("fc1.weight F32 [16, 256]", read.Tensors.Single(tensor => tensor.Name == "fc1.weight").ToString());
        Assert.Equal([1f], SafetensorsType.I64.ToFloats(read.Read(read.Tensors[0]).Bytes.Span)!);
    }

    [Fact]
    public void AnyChangedByteIsFound()
    {
        SafetensorsWriter.Write(path, tensors, about);
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(path, changed);

            DataException e = Assert.Throws<DataException>(ReadAll);

            Assert.StartsWith($"{path}: ", e.Message);
        }
    }

    [Fact]
    public void AChangedByteOfATensorIsSaidToBeItsOwn()
    {
        SafetensorsWriter.Write(path, tensors, about);
        byte[] changed = File.ReadAllBytes(path);
        changed[^1] ^= 0x10; // bytes are the narrowest, and so last
        File.WriteAllBytes(path, changed);

        Assert.Equal($"{path}: tensor bytes U8 [3] is not as it was written: its checksum differs. Take a copy of the file.",
            Assert.Throws<DataException>(ReadAll).Message);
    }

    [Fact]
    public void AnyTornFileIsFound()
    {
        SafetensorsWriter.Write(path, tensors, about);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.StartsWith($"{path}: ends at byte {length}", Assert.Throws<DataException>(ReadAll).Message);
        }

        File.WriteAllBytes(path, [.. whole, 0]);
        Assert.Contains($"goes on after byte {whole.Length}", Assert.Throws<DataException>(ReadAll).Message);
    }

    [Theory]
    [InlineData("""["a"]""", 0, "byte 8 is 0x5b, but a header starts with {")]
    [InlineData("""{"a":1}""", 0, "tensor a must be an object, received Number.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{}}""", 4, "the header is damaged: ")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "\"a\" in __metadata__ must be a text, received Number.")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "tensor a must have a dtype, a text.")]
    [InlineData("""{"a":{"dtype":"F4","shape":[8],"data_offsets":[0,4]}}""", 4,
        "tensor a has dtype F4, which is not read. Known: BOOL, U8,")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "tensor a must have shape, a list.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4,
        "tensor a: shape must be whole numbers from 0 to 2147483647, received -1.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4,
        "tensor a must have data_offsets [begin, end], received [4, 0].")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4,
        "tensor a F32 [2] needs 8 bytes, its data_offsets give 4.")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2147483647,2147483647,2147483647,0,2147483647],"data_offsets":[0,4]}}""", 4,
        "needs 0 bytes, its data_offsets give 4.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}}""", 5,
        "tensor b U8 [2] begins at byte 3 of the data, but tensor a F32 [1] ends at 4: they overlap.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[2],"data_offsets":[5,7]}}""", 7,
        "tensor b U8 [2] begins at byte 5 of the data, but tensor a F32 [1] ends at 4: nothing may lie between.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "but tensor a F32 [1] needs bytes up to")]
    public void WhatTheFormatForbidsIsRefused(string header, int dataLength, string message)
    {
        byte[] json = Encoding.UTF8.GetBytes(header), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(path, [.. length, .. json, .. new byte[dataLength]]);

        Assert.Contains(message, Assert.Throws<DataException>(ReadAll).Message);
    }

    [Fact]
    public void AHeaderThatIsTooLongIsRefusedWithoutReadingIt()
    {
        File.WriteAllBytes(path, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, .. "{}"u8]);
        Assert.Contains("a header of 9223372036854775807 bytes, but one has 2 to 100000000", Assert.Throws<DataException>(ReadAll).Message);
    }

    [Fact]
    public void ADiskThatIsFullLeavesTheFileOfBefore()
    {
        SafetensorsWriter.Write(path, tensors, about);
        byte[] before = File.ReadAllBytes(path);

        IOException e = Assert.Throws<IOException>(() => DurableFile.Write(path, file =>
        {
            file.Write(before.AsSpan(0, 100));
            throw new IOException("No space left on device");
        }));

        Assert.StartsWith($"{path}: cannot be written: No space left on device", e.Message);
        Assert.EndsWith(" The file of before is still there.", e.Message);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void NumbersOfOtherTypesComeAsFloats()
    {
        Assert.Equal([1.5f], SafetensorsType.BF16.ToFloats([0xc0, 0x3f])!);
        Assert.Equal([-2f], SafetensorsType.F16.ToFloats([0x00, 0xc0])!);
        Assert.Equal([0.1f], SafetensorsType.F64.ToFloats(BitConverter.GetBytes(0.1))!);
        Assert.Null(SafetensorsType.F8_E4M3.ToFloats([1]));
    }

    void ReadAll()
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            file.Read(tensor);
        }
    }
}
