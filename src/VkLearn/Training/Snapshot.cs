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
    const long MostAtOnce = 1L << 30; // bytes
    const string StepKey = "step", TrainSeconds = "trainSeconds";

    internal const char Between = '/'; // a part's name and a tensor's

    readonly Dictionary<string, StoredTensor> tensors;
    readonly string source;

    Snapshot(IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata, string source) =>
        (this.tensors, Metadata, this.source) = (tensors.ToDictionary(tensor => tensor.Name), metadata, source);

    public IReadOnlyCollection<StoredTensor> Tensors => tensors.Values;

    /// <summary>Texts by their keys: what it was made of and how far that was.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Steps of training before it.</summary>
    public long Step => Number(StepKey);

    /// <summary>The same of all that stands in it: how far they are together.</summary>
    public long AllSteps => Metadata.Keys.Where(key => key[(key.LastIndexOf(Between) + 1)..] == StepKey).Sum(Number);

    /// <summary>Waits for what was submitted, and reads places.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    internal static Snapshot Of(IReadOnlyList<(string Name, Place Place)> places, IReadOnlyDictionary<string, string> metadata)
    {
        LooseTrace.FlushQueued();
        IEnumerable<StoredTensor> read = places.GroupBy(place => place.Place.Home!.Buffer)
            .SelectMany(inBuffer => Pieces([.. inBuffer.OrderBy(place => place.Place.Home!.ByteOffset)], MostAtOnce).SelectMany(Read));
        return new(read, metadata, "the snapshot in memory");
    }

    /// <summary>Places of a buffer, in order, in pieces of so many bytes at most: an array holds no more than 2 GiB.</summary>
    internal static IEnumerable<List<(string Name, Place Place)>> Pieces(IReadOnlyList<(string Name, Place Place)> places, long most)
    {
        List<(string Name, Place Place)> piece = [];
        foreach ((string Name, Place Place) place in places)
        {
            if (piece.Count > 0 && EndOf(place.Place) - piece[0].Place.Home!.ByteOffset > most)
            {
                yield return piece;
                piece = [];
            }

            piece.Add(place);
        }

        yield return piece;
    }

    static long EndOf(Place place) => place.Home!.ByteOffset + place.TensorType.Bytes;

    /// <summary>One download for all that lies together, so that a deep model does not wait for each of its tensors.</summary>
    static IEnumerable<StoredTensor> Read(List<(string Name, Place Place)> together)
    {
        Home first = together[0].Place.Home!;
        long begin = first.ByteOffset, end = together.Max(place => EndOf(place.Place));
        byte[] bytes = new byte[end - begin <= Array.MaxLength ? end - begin : throw new NotSupportedException(
            $"{together[0].Place} has {end - begin} bytes, and a snapshot holds tensors of at most {Array.MaxLength}. Cut it in parts.")];
        first.Session.Gpu.Staging.Download<byte>(first.Buffer, bytes, begin);
        return together.Select(place => new StoredTensor(place.Name, SafetensorsTypes.Of(place.Place.Type), place.Place.Shape,
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

        GC.KeepAlive(places);
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

    /// <summary>Training time before it.</summary>
    /// <exception cref="DataException">It does not say.</exception>
    public TimeSpan TrainTime => TimeSpan.FromSeconds(Real(TrainSeconds));

    /// <summary>It as that of a training of some time.</summary>
    public Snapshot After(TimeSpan trainTime) => With(new Dictionary<string, string>
    {
        [TrainSeconds] = string.Create(CultureInfo.InvariantCulture, $"{trainTime.TotalSeconds:R}"),
    });

    internal double Real(string key) =>
        double.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : throw Refused($"\"{key}\" must be a number, received {Text(key)}.");

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

    /// <summary>It with another beside it, whose names and keys begin with a name of its own and a slash.</summary>
    /// <exception cref="ArgumentException">The name has a slash.</exception>
    public Snapshot Beside(string name, Snapshot other)
    {
        string prefix = PrefixOf(name);
        return new(tensors.Values.Concat(other.tensors.Values.Select(tensor => tensor with { Name = prefix + tensor.Name })),
            Metadata.Concat(other.Metadata.Select(entry => KeyValuePair.Create(prefix + entry.Key, entry.Value))).ToDictionary(), source);
    }

    /// <summary>What was put beside under a name; null where nothing was.</summary>
    public Snapshot? Part(string name)
    {
        string prefix = PrefixOf(name);
        Dictionary<string, string> metadata = Metadata.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
        return metadata.Count == 0 ? null : new(tensors.Values.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(tensor => tensor with { Name = tensor.Name[prefix.Length..] }), metadata, source);
    }

    /// <summary>It without what was put beside it under a name.</summary>
    public Snapshot Without(string name)
    {
        string prefix = PrefixOf(name);
        return new(tensors.Values.Where(tensor => !tensor.Name.StartsWith(prefix, StringComparison.Ordinal)),
            Metadata.Where(entry => !entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(), source);
    }

    static string PrefixOf(string name) => name.Contains(Between) ? throw new ArgumentException(
        $"A part of a snapshot cannot be named \"{name}\": a slash ends its name.") : name + Between;

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
