using System.IO.Compression;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Tests.Data;
using Xunit;

namespace VkLearn.Tests.Mutants;

/// <summary>Files of one array, or of several: idx, npy, safetensors, plain and packed.</summary>
public sealed class ArrayMutantsTests
{
    readonly string path = Path.Combine(TempFolder.New(), "mutant");

    [Fact]
    public void IdxFilesAreReadOrRefused()
    {
        byte[] file = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, .. Enumerable.Range(0, 24).Select(i => (byte)i)];
        Check(new(), [file, [0, 0, 8, 1, 0, 0, 0, 5, 1, 2, 3, 4, 5], Packed(file)], () => IdxFile.Read(path));
    }

    [Fact]
    public void NpyFilesAreReadOrRefused()
    {
        byte[] Of(string type, string shape, byte[] elements, byte version = 1, bool fortran = false) =>
            File.ReadAllBytes(NpyWriter.Write(path, type, shape, elements, version, fortran));
        byte[] floats = Of("<f4", "(2, 3)", NpyWriter.Bytes(1f, 2, 3, 4, 5, 6), fortran: true);
        Check(new(), [floats, Of("<f8", "(3,)", NpyWriter.Bytes(1d, 2, 3), version: 2), Of("|u1", "(2, 2)", [1, 2, 3, 4], version: 3),
            Of("<i8", "()", NpyWriter.Bytes(1L)), Packed(floats)], () => NpyFile.Read(path));
    }

    /// <summary>One that VkLearn wrote, which has checksums, and one of another maker, whose header is reached.</summary>
    [Fact]
    public void SafetensorsFilesAreReadOrRefused()
    {
        const int data = 24;
        byte[] json = """
            {"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},
            "b":{"dtype":"I64","shape":[1],"data_offsets":[16,24]}}
            """u8.ToArray();
        SafetensorsWriter.Write(path, [new("a", SafetensorsType.F32, [2], new byte[8])], new Dictionary<string, string> { ["k"] = "v" });
        byte[] own = File.ReadAllBytes(path);
        Check(new() { Mended = WithLength }, [[.. BitConverter.GetBytes((ulong)json.Length), .. json, .. new byte[data]], own], () =>
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            foreach (SafetensorsTensor tensor in file.Tensors)
            {
                file.Read(tensor).Type.ToFloats(file.Read(tensor).Bytes.Span);
            }
        });

        static byte[] WithLength(byte[] file) => file.Length < data + 2 * sizeof(ulong) ? file
            : [.. BitConverter.GetBytes((ulong)(file.Length - sizeof(ulong) - data)), .. file[sizeof(ulong)..]];
    }

    void Check(MutantRun run, IReadOnlyList<byte[]> seeds, Action read) => run.Check(seeds, bytes =>
    {
        File.WriteAllBytes(path, bytes);
        read();
    }, refusal => refusal is DataException told && told.Path == path);

    static byte[] Packed(byte[] file)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(file);
        }

        return packed.ToArray();
    }
}
