using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace VkLearn.Training;

/// <summary>One number for all weights: two runs that ended with the same bits have the same.</summary>
public static class WeightsHash
{
    /// <summary>
    /// SHA-256, in hexadecimal, over parameters, then states, each in ordinal order of their names: the UTF-8 name, rank and sizes as
    /// little-endian 32-bit numbers, the float32 values without padding.
    /// </summary>
    public static string Of(Layer model) => Of([model]);

    /// <summary>The same over all models that a learner owns.</summary>
    public static string Of(Learner learner) => Of(learner.Models);

    /// <summary>Of several learners: SHA-256 over a line of name, space and hash for each, in their order.</summary>
    public static string Of(IEnumerable<(string Name, Learner Learner)> learners) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Concat(learners.Select(one => $"{one.Name} {Of(one.Learner)}\n")))));

    static string Of(IReadOnlyList<Layer> models)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in models.SelectMany(model => model.Parameters).Distinct()
            .OrderBy(parameter => parameter.Path, StringComparer.Ordinal))
        {
            Append(hash, parameter.Path, parameter);
        }

        foreach (State state in models.SelectMany(model => model.States).Distinct().OrderBy(state => state.Path, StringComparer.Ordinal))
        {
            Append(hash, state.Path, state);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Append(IncrementalHash hash, string name, Place place)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(name));
        int[] sizes = [place.Shape.Rank, .. place.Shape];
        byte[] header = new byte[sizes.Length * sizeof(int)];
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(i * sizeof(int)), sizes[i]);
        }

        hash.AppendData(header);
        hash.AppendData(MemoryMarshal.AsBytes(place.ToArray().AsSpan()));
    }
}
