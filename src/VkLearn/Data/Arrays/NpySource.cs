using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Arrays that NumPy saved, an item a row of the first axis. Column "features", or "image" of three axes; and what is to be learned:
/// "label" of whole numbers, one an item, else "target". Bytes of two or three axes are images.
/// </summary>
public sealed class NpySource : DataSource
{
    string input;
    string? target, testInput, testTarget;
    Column[]? train, test; // test: null where some of train are

    /// <param name="input">What a model is given.</param>
    /// <param name="target">What it is to learn; null: there is nothing.</param>
    public NpySource(string input, string? target = null) => (this.input, this.target) = (input, target);

    /// <summary>Items to test on, and what they are to give; null: some of those there are.</summary>
    public string? TestInput
    {
        init => testInput = value;
    }

    /// <inheritdoc cref="TestInput"/>
    public string? TestTarget
    {
        init => testTarget = value;
    }

    public TargetType TargetType { get; init; }

    /// <summary>By label; null: their numbers.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>What an item's shape is taken to be; null: as it was saved.</summary>
    public Shape? Reshaped { get; init; }

    /// <summary>Whether images are [rows, columns, channels].</summary>
    public bool ChannelsLast { get; init; }

    /// <summary>Whether whole numbers are the indices of words.</summary>
    public bool AreTokens { get; init; }

    public Split Split { get; init; } = new();

    private protected override Split ValidationSplit => Split;

    public override string Loading => $"reading the arrays {input}{(target is null ? "" : $" and {target}")}";

    public override IReadOnlyList<Field> Fields
    {
        get
        {
            Read();
            return [.. train!.Select(column => column.Field)];
        }
    }

    private protected override DataSource? Elsewhere(string path)
    {
        if (!File.Exists(In(input)))
        {
            return null;
        }

        NpySource other = (NpySource)MemberwiseClone();
        (other.input, other.target, other.testInput, other.testTarget) = (In(input)!, In(target), In(testInput), In(testTarget));
        (other.train, other.test) = (null, null);
        return other;

        string? In(string? file) => file is null ? null : Path.Combine(path, Path.GetFileName(file));
    }

    protected override Splits Make()
    {
        Read();
        Dataset all = Dataset.Of("train", train!);
        return test is not null ? new Splits(all, Dataset.Of("test", test)) : all.Divide(Split, input);
    }

    void Read()
    {
        if (train is not null)
        {
            return;
        }

        Column given = Input(input);
        Column? givenToTest = testInput is null ? null : Input(testInput);
        if (givenToTest is not null && givenToTest.Field.Shape != given.Field.Shape)
        {
            throw new DataException(testInput!, $"its items are {givenToTest.Field.Shape}, those of {input} {given.Field.Shape}; "
                + "both need the same");
        }

        if (target is null)
        {
            (train, test) = ([given], givenToTest is null ? null : [givenToTest]);
            return;
        }

        if (testInput is not null && testTarget is null)
        {
            throw new DataException(testInput, $"has no testTarget beside it, as {input} has {target}");
        }

        NpyFile learned = NpyFile.Read(target), toTest = testTarget is null ? learned : NpyFile.Read(testTarget);
        bool areLabels = TargetType == TargetType.Label
            || (TargetType == TargetType.ByColumn && learned.Values is not float[] && learned.Shape.Count == learned.Values.Length
                && learned.Shape.Count == learned.Shape[0]);
        IReadOnlyList<string> names = areLabels ? Names(learned, toTest) : [];
        test = givenToTest is null ? null
            : [givenToTest, Target(testTarget!, toTest, givenToTest.Count, names, areLabels)];
        train = [given, Target(target, learned, given.Count, names, areLabels)];
    }

    Column Input(string path)
    {
        NpyFile file = NpyFile.Read(path);
        Shape item = ItemOf(path, file);
        bool isImage = item.Rank == 3;
        if (isImage && ChannelsLast)
        {
            (Array turned, item) = ImageAxes.ChannelsFirst(file.Values, item);
            return Named(turned, item, isImage);
        }

        return isImage && item[0] is not (1 or 3) && item[2] is 1 or 3
            ? throw new DataException(path, $"its items are {item}, as images are whose channels are last; use channelsLast: true, "
                + $"or item: [..] for a shape of their own")
            : Named(file.Values, item, isImage);
    }

    Column Named(Array values, Shape item, bool isImage)
    {
        Meaning meaning = isImage ? new Meaning.Image() : new Meaning.Quantity();
        string name = isImage ? "image" : "features";
        return values switch
        {
            byte[] bytes => new Column(name, bytes, item, meaning),
            int[] ints when AreTokens => new Column("tokens", ints, item, new Meaning.Tokens(Numbers(ints.Max() + 1))),
            int[] ints => new Column(name, Array.ConvertAll(ints, value => (float)value), item, meaning),
            var floats => new Column(name, (float[])floats, item, meaning),
        };
    }

    Shape ItemOf(string path, NpyFile file)
    {
        if (file.Shape.Rank == 0 || file.Shape.Count == 0)
        {
            throw new DataException(path, $"is an array of {file.Shape}, which has no items; its first axis counts them");
        }

        Shape item = Shape.Of(file.Shape.Sizes[1..]);
        if (Reshaped is { } asked)
        {
            return asked.Count == item.Count ? asked
                : throw new DataException(path, $"its items are {item}, {item.Count} values, which are not as many as item: {asked} has");
        }

        return item.Rank == 2 && file.Values is byte[] ? [1, .. item] : item;
    }

    IReadOnlyList<string> Names(NpyFile learned, NpyFile toTest)
    {
        const int most = 1 << 16;
        int classes = Math.Max(Whole(target!, learned.Values).Max(), Whole(testTarget ?? target!, toTest.Values).Max()) + 1;
        return Labels is { } labels
            ? classes <= labels.Count ? labels
                : throw new DataException(target!, $"has a label {classes - 1}, but there are {labels.Count} classNames, from 0")
            : classes is > 0 and <= most ? Numbers(classes)
            : throw new DataException(target!, $"has a largest label of {classes - 1}; labels go from 0 to {most - 1}. "
                + "Use targetType: \"number\" if these are numbers");
    }

    static Column Target(string path, NpyFile file, int count, IReadOnlyList<string> names, bool areLabels)
    {
        if (file.Shape.Rank == 0 || file.Shape[0] != count)
        {
            throw new DataException(path, $"is an array of {file.Shape}, but there are {count} items; its first axis must be as long");
        }

        if (!areLabels)
        {
            Shape shape = file.Shape.Rank == 1 ? [1] : Shape.Of(file.Shape.Sizes[1..]);
            return new Column("target", Floats(file.Values), shape, new Meaning.Quantity());
        }

        int[] labels = Whole(path, file.Values);
        if (labels.Length != count || labels.Min() < -1)
        {
            throw new DataException(path, labels.Length != count
                ? $"is an array of {file.Shape}, but an item has one label. Use targetType: \"number\" if these are numbers"
                : $"has a label {labels.Min()}; labels go from 0, -1 is none");
        }

        return new Column("label", labels, [], new Meaning.Label(names));
    }

    static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(number => $"{number}")];

    static float[] Floats(Array values) => values switch
    {
        byte[] bytes => Array.ConvertAll(bytes, value => (float)value),
        int[] ints => Array.ConvertAll(ints, value => (float)value),
        _ => (float[])values,
    };

    static int[] Whole(string path, Array values) => values switch
    {
        byte[] bytes => Array.ConvertAll(bytes, value => (int)value),
        int[] ints => ints,
        _ => Array.ConvertAll((float[])values, value => float.IsInteger(value) && Math.Abs(value) < 1 << 24 ? (int)value
            : throw new DataException(path, FormattableString.Invariant($"holds {value}, which is no label; labels are whole numbers"))),
    };

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("Npy", "Arrays of NumPy's files, a column each.", Of);

    static NpySource Of(Settings settings)
    {
        string? target = settings.Has("target") ? settings.Text("target") : null;
        bool hasTest = settings.Has("testInput");
        return new NpySource(settings.Text("input"), target)
        {
            TestInput = hasTest ? settings.Text("testInput") : null,
            TestTarget = hasTest && target is not null ? settings.Text("testTarget") : null,
            TargetType = target is null ? TargetType.ByColumn : settings.OneOf<TargetType>("targetType", TargetType.ByColumn),
            Labels = target is null ? null : settings.Names("classNames"),
            Reshaped = settings.Has("item") ? Shape.Of(settings.Ints("item", min: 1)) : null,
            ChannelsLast = settings.Flag("channelsLast", false),
            AreTokens = settings.Flag("tokens", false),
            Split = Split.Read(settings, hasTest),
        };
    }
}
