using VkLearn.Formats;
using VkLearn.Gpu;

namespace VkLearn.Data;

/// <summary>Where a scene's items come from: what its "data" names.</summary>
public abstract class DataSource
{
    /// <summary>The share of what there is to learn from that is kept back as <see cref="Splits.Validation"/>; 0: nothing.</summary>
    public double Validation { get; set; }

    /// <summary>Where the random numbers start by which grey images become black and white, once for all; null: they stay grey.</summary>
    public int? Binarized { get; set; }

    /// <summary>
    /// What a run found out from its items to learn from, such as means and classes (<see cref="Splits.Preparation"/>): what is loaded then
    /// is prepared by it, as what a model is tested on must be; null, or of another kind of source: by itself.
    /// </summary>
    public string? PreparedBy { get; set; }

    /// <summary>What <see cref="Load"/> does, in words for the user who waits: "reading Fashion-MNIST".</summary>
    public abstract string Loading { get; }

    /// <summary>What an item has, before it is loaded; a source whose file says that may read it now.</summary>
    /// <exception cref="DataException">A file is missing or cannot be used.</exception>
    public abstract IReadOnlyList<Field> Fields { get; }

    /// <summary>What the labels mean, by label; nothing where there are none.</summary>
    public IReadOnlyList<string> ClassNames =>
        Fields.Select(column => column.Meaning).OfType<Meaning.Label>().FirstOrDefault()?.Names ?? [];

    /// <summary>Labels go from 0 to one less.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>The shape of an item's first column, as a scene's model takes it; for images [channels, rows, columns].</summary>
    public virtual Shape Item => Fields[0].Shape;

    /// <summary>Reads a scene's "data".</summary>
    /// <exception cref="SettingsException">Unknown type or key, wrong or missing value.</exception>
    public static DataSource Read(Settings settings)
    {
        _ = settings.Type; // so that the name of a type alone will do
        _ = Split.ReadValidation(settings, most: double.PositiveInfinity); // the source says how large it may be
        int? binarized = settings.Has("binarized") ? settings.Int("binarized", min: 0) : null;
        DataSource source = Catalog<DataSource>.Read(settings);
        (source.Validation, source.Binarized) = (Split.ReadValidation(settings, source.MostValidation), binarized);
        return source;
    }

    /// <summary>The greatest <see cref="Validation"/>: a share, unless a source counts items by it.</summary>
    private protected virtual double MostValidation => Split.LargestShare;

    /// <summary>The data that a user has elsewhere, to be taken instead: a source of this form where it can be one of that.</summary>
    /// <param name="path">A file or a directory, as <c>--data</c> names it.</param>
    public DataSource At(string path)
    {
        DataSource other = Elsewhere(path) ?? DataDirectory.Open(path, Item);
        (other.Validation, other.Binarized) = (Validation, Binarized);
        return other;
    }

    /// <summary>This source with its file or directory elsewhere; null: that is no place for it.</summary>
    private protected virtual DataSource? Elsewhere(string path) => null;

    /// <summary>Makes or reads all items. May take seconds.</summary>
    /// <param name="gpu">The device that they will lie on.</param>
    /// <exception cref="DataException">A file is missing or cannot be used.</exception>
    public Splits Load(GpuDevice gpu)
    {
        Splits made = Make();
        if (Binarized is { } seed)
        {
            made = made with
            {
                Train = made.Train.Binarized((uint)seed),
                Test = made.Test.Binarized((uint)seed),
                Validation = made.Validation?.Binarized((uint)seed),
            };
        }

        if (Validation > 0 && made.Validation is null)
        {
            (Dataset train, Dataset validation) = made.Train.KeepBack(Validation, ValidationSplit);
            made = made with { Train = train, Validation = validation };
        }

        return made with { Train = made.Train.On(gpu), Test = made.Test.On(gpu), Validation = made.Validation?.On(gpu) };
    }

    /// <summary>How <see cref="Validation"/> is kept back, where <see cref="Make"/> does not do it.</summary>
    private protected virtual Split ValidationSplit => new();

    /// <summary>Makes or reads all items, for any device.</summary>
    /// <exception cref="DataException">A file is missing or cannot be used.</exception>
    protected abstract Splits Make();
}
