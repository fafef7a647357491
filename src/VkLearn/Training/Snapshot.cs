using System.Globalization;
using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;

namespace VkLearn.Training;

/// <summary>
/// What places held at one moment, by name, and what else is to be known of it; in main memory, or as a safetensors file. Bits come back as
/// they were.
/// </summary>
public sealed class Snapshot
{
    readonly Dictionary<string, StoredTensor> tensors;
    readonly string source;

    Snapshot(IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata, string source) =>
        (this.tensors, Metadata, this.source) = (tensors.ToDictionary(tensor => tensor.Name), metadata, source);

    public IReadOnlyCollection<StoredTensor> Tensors => tensors.Values;

    /// <summary>Texts by their keys: what it was made of and how far that was.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Steps of training before it.</summary>
    public long Step => Number("step");

    /// <summary>Waits for what was submitted, and reads places.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    internal static Snapshot Of(IReadOnlyList<(string Name, Place Place)> places, IReadOnlyDictionary<string, string> metadata)
    {
        LooseTrace.FlushQueued();
        IEnumerable<StoredTensor> read = places.GroupBy(place => place.Place.Home!.Buffer).SelectMany(Read);
        return new(read, metadata, "the snapshot in memory");
    }

    /// <summary>One download for all that lies in a buffer, so that a deep model does not wait for each of its tensors.</summary>
    static IEnumerable<StoredTensor> Read(IGrouping<GpuBuffer, (string Name, Place Place)> inBuffer)
    {
        long begin = inBuffer.Min(place => place.Place.Home!.ByteOffset);
        long end = inBuffer.Max(place => place.Place.Home!.ByteOffset + place.Place.TensorType.Bytes);
        byte[] bytes = new byte[end - begin];
        inBuffer.First().Place.Home!.Session.Gpu.Staging.Download<byte>(inBuffer.Key, bytes, begin);
        return inBuffer.Select(place => new StoredTensor(place.Name, SafetensorsTypes.Of(place.Place.Type), place.Place.Shape,
            bytes.AsMemory((int)(place.Place.Home!.ByteOffset - begin), (int)place.Place.TensorType.Bytes)));
    }

    /// <exception cref="DataException">A tensor is missing, surplus, or of another shape or type; the message names it.</exception>
    internal void CheckFit(IReadOnlyList<(string Name, Place Place)> places)
    {
        foreach ((string name, Place place) in places)
        {
            CheckFit(name, place);
        }

        HashSet<string> known = [.. places.Select(place => place.Name)];
        if (tensors.Values.FirstOrDefault(tensor => !known.Contains(tensor.Name)) is { } surplus)
        {
            throw Refused($"tensor {surplus} has no place in what is to go on. Was the model changed?");
        }
    }

    /// <summary>Gives places what they held. Nothing is written unless all fits.</summary>
    /// <inheritdoc cref="CheckFit(IReadOnlyList{ValueTuple{string, Place}})"/>
    internal void Restore(IReadOnlyList<(string Name, Place Place)> places)
    {
        CheckFit(places);
        LooseTrace.FlushQueued();
        foreach ((string name, Place place) in places)
        {
            Home home = place.Home!;
            home.Session.Gpu.Staging.Upload(tensors[name].Bytes.Span, home.Buffer, home.ByteOffset);
        }
    }

    void CheckFit(string name, Place place)
    {
        SafetensorsType type = SafetensorsTypes.Of(place.Type);
        if (!tensors.TryGetValue(name, out StoredTensor? tensor))
        {
            throw Refused($"tensor {name} {type.Name()} {place.Shape} is missing, without which training cannot go on.");
        }

        if (tensor.Type != type || tensor.Shape != place.Shape)
        {
            throw Refused($"tensor {tensor} must be {type.Name()} {place.Shape} to go on. Was the model changed?");
        }
    }

    /// <summary>The text of a key.</summary>
    /// <exception cref="DataException">There is none.</exception>
    public string Text(string key) =>
        Metadata.TryGetValue(key, out string? text) ? text : throw Refused($"it says no \"{key}\"; it is no checkpoint of a training.");

    internal long Number(string key) =>
        long.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
            : throw Refused($"\"{key}\" must be a whole number, received {Text(key)}.");

    /// <summary>An error that names where this comes from.</summary>
    /// <param name="problem">What is wrong, and the way out.</param>
    public DataException Refused(string problem) => new(source, problem);

    /// <summary>The same with more or other metadata.</summary>
    public Snapshot With(IReadOnlyDictionary<string, string> metadata) =>
        new(tensors.Values, Metadata.Concat(metadata).GroupBy(entry => entry.Key, entry => entry.Value)
            .ToDictionary(entries => entries.Key, entries => entries.Last()), source);

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written; the file of before, if any, is still there.</exception>
    public void Save(string path) => SafetensorsWriter.Write(path, tensors.Values, Metadata);

    /// <exception cref="DataException">The file is missing, torn, or not as it was written.</exception>
    public static Snapshot Load(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return new(file.Tensors.Select(file.Read), file.Metadata
            .Where(entry => !SafetensorsChecksums.IsChecksum(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Value), path);
    }
}
