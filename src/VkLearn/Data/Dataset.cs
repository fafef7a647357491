using System.Runtime.CompilerServices;
using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Data;

/// <summary>
/// Columns of equal length. The whole set lies on the device, bytes as bytes, so that a batch is a gather there and nothing crosses the
/// bus. In training batches come in a new order each epoch and a last short batch is left out; in evaluation they come in order and the
/// last is filled up with rows of zeros, labels of -1, which losses and accuracy leave out and <see cref="Batch.Mask"/> tells.
/// </summary>
public sealed class Dataset : IDisposable
{
    internal const string Image = "image", Label = "label";
    const string Training = "training";

    readonly Tensor[] columns; // [Count, ..item], one a field
    readonly int[] counted;    // how many values of a column do not say "none": those that are not below 0
    readonly int beside;       // the column that comes with the first in one dispatch; 0: none
    readonly StreamWindows? windows; // of a stream, which is what both columns are then taken of; null: rows are stored
    Use? training, evaluation;
    readonly bool isCopy;      // whose columns are another's
    readonly StrongBox<int> rewritten = new();
    bool isTrainedOn, isTestedOn, isDisposed;

    Dataset(string name, IReadOnlyList<Column> columns)
    {
        Name = name;
        Count = columns[0].Count;
        Fields = [.. columns.Select(column => column.Field)];
        this.columns = [.. columns.Select(column =>
            new Tensor(new TensorType([Count, .. column.Field.Shape], column.Field.Type), leaf: new ConstantLeaf(column.Values)))];
        counted = [.. columns.Select(column => column.Values is int[] labels ? labels.Count(label => label >= 0) : column.Values.Length)];
        for (int i = 0; i < columns.Count; i++)
        {
            this.columns[i].Name = Fields[i].Name switch
            {
                Image => $"{name}.items",
                Label => $"{name}.labels",
                var own => $"{name}.{own}",
            };
        }

        beside = Beside();
    }

    Dataset(string name, Column stream, string target, StreamWindows windows)
    {
        (Name, Count, this.windows) = (name, windows.CountOf(stream.Count), windows);
        Field of = stream.Field;
        Fields = [of with { Shape = [windows.Length, .. of.Shape] }, of with { Name = target, Shape = [windows.Target, .. of.Shape] }];
        Tensor all = new(new TensorType([stream.Count, .. of.Shape], of.Type), leaf: new ConstantLeaf(stream.Values))
        {
            Name = $"{name}.{of.Name}",
        };
        columns = [all, all];
        int notNegative = stream.Values is int[] values ? values.Count(value => value >= 0) : stream.Values.Length;
        counted = [notNegative, notNegative];
    }

    /// <summary>The same columns, to be gone through apart.</summary>
    Dataset(Dataset other) => (Name, Count, Fields, columns, counted, beside, windows, rewritten, Augmentation, isCopy) = (other.Name,
        other.Count, other.Fields, other.columns, other.counted, other.beside, other.windows, other.rewritten, other.Augmentation, true);

    /// <summary>Where a step of training, or of evaluation, takes its next rows from.</summary>
    sealed record Use(Counter Position, Counter Epoch, uint Stream);

    public string Name { get; }

    public int Count { get; }

    /// <summary>What the columns hold.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>The shape of an item's first column.</summary>
    public Shape Shape => Fields[0].Shape;

    /// <summary>What a column holds.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message names those there are.</exception>
    public Field this[string field] => Fields[Columns.Find(Name, Fields, field)];

    /// <summary>What is done to the images of training batches; null: nothing.</summary>
    public Augmentation? Augmentation { get; set; }

    /// <summary>The epoch that training is in, from 0; null before a training step was recorded.</summary>
    public Counter? Epoch => training?.Epoch;

    /// <summary>The first item of the next training step, in the epoch's order.</summary>
    public Counter? Position => training?.Position;

    /// <summary>What its future depends on, by name; nothing before a training step was recorded.</summary>
    internal IEnumerable<(string Name, Place Place)> Places =>
        training is { } use ? [("position", use.Position), ("epoch", use.Epoch)] : [];

    /// <summary>
    /// A set to go through until it is given back: this one; while another goes through it, one of the same columns that has a place and
    /// an order of its own, so that the rows of neither depend on when the other takes its.
    /// </summary>
    /// <param name="isTraining">Whether it is trained on, else tested on: those two do not meet.</param>
    internal Dataset Take(bool isTraining)
    {
        Dataset taken = (isTraining ? isTrainedOn : isTestedOn) ? new Dataset(this) : this;
        taken.Mark(isTraining, isTaken: true);
        return taken;
    }

    internal void GiveBack(bool isTraining)
    {
        Mark(isTraining, isTaken: false);
        if (isCopy)
        {
            Dispose();
        }
    }

    void Mark(bool isTraining, bool isTaken) =>
        (isTrainedOn, isTestedOn) = isTraining ? (isTaken, isTestedOn) : (isTrainedOn, isTaken);

    /// <summary>A data set of columns.</summary>
    /// <exception cref="ArgumentException">There are none, they differ in length, or two have one name.</exception>
    public static Dataset Of(string name, params IReadOnlyList<Column> columns)
    {
        if (columns.Count == 0 || columns.Any(column => column.Count != columns[0].Count)
            || columns.DistinctBy(column => column.Field.Name).Count() < columns.Count)
        {
            throw new ArgumentException($"{name}: a data set needs columns of one length, each with a name of its own, received "
                + $"{(columns.Count == 0 ? "none" : string.Join(", ", columns.Select(c => $"{c.Count} of \"{c.Field.Name}\"")))}.");
        }

        return new Dataset(name, columns);
    }

    /// <summary>
    /// A data set of windows of one long stream, which are as many as follow each other in it. Its columns are the stream's, [Length, ..],
    /// and what is to be learned with each window, [Target, ..]. Who keeps some back for a validation parts the stream before.
    /// </summary>
    /// <param name="stream">Numbers or whole numbers; an item is what stands at one place of it.</param>
    /// <param name="target">What the second column is called.</param>
    /// <exception cref="ArgumentException">The stream is shorter than a window and its target, or of bytes.</exception>
    public static Dataset Of(string name, Column stream, string target, StreamWindows windows) =>
        stream.Field.Type != DType.UInt8 && windows.CountOf(stream.Count) > 0 ? new Dataset(name, stream, target, windows)
        : throw new ArgumentException($"{name}: a stream of Float32 or Int32 with at least the {windows.Span} items of a window and its "
            + $"target is needed, received {stream.Count} of {stream.Field.Type}.");

    /// <summary>A label, else the next column that can be copied; the first is then the one that can be scaled.</summary>
    int Beside()
    {
        int label = Find(field => field.Meaning is Meaning.Label && field.Type == DType.Int32);
        return Fields[0].Type == DType.Int32 ? 0 : Math.Max(0, label > 0 ? label : Find(field => field.Type != DType.UInt8));

        int Find(Predicate<Field> fits) => 1 + Array.FindIndex([.. Fields.Skip(1)], fits);
    }

    /// <summary>Batches in an epoch of training.</summary>
    /// <param name="size">All the rows that a step takes.</param>
    public int BatchesPerEpoch(int size) => Count / size;

    /// <summary>The next rows, after those that this recording took before.</summary>
    /// <exception cref="ArgumentException">A step would take more rows than the data set has.</exception>
    public Batch NextBatch(int size)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        Trace trace = Trace.Current;
        bool isTraining = trace.Training;
        Session session = trace.Device;
        Settle(session);
        Use use = isTraining ? training ??= New(session, Training) : evaluation ??= New(session, "evaluation");
        uint before = trace.IncrementOf(use.Position);
        if (size < 1 || (isTraining && size > Count - before))
        {
            string all = before == 0 ? "which is all there are" : $"as this step takes {before} of the {Count} before it";
            throw new ArgumentException(Count > before
                ? $"{Name}: a batch must have from 1 to {Count - before} items, {all}, received {size}."
                : $"{Name}: a step takes {before} items and {size} more, but there are {Count}. Take smaller batches, or fewer in a step.");
        }

        Tensor[] tensors = windows is null ? Rows(size, isTraining, use, before) : Windows(windows, size, isTraining, use, before);
        Tensor mask = isTraining ? Tensor.Ones([size]) : Mask(size, use, before);
        uint rows = before + (uint)size;
        trace.AdvanceInstead(new Advance(use.Position, rows, isTraining ? (uint)Count - rows : (uint)Count - 1, use.Epoch));
        return new Batch(this, size, Fields, tensors, mask) { Follows = isTraining ? Follows(use, before) : null };
    }

    Tensor[] Windows(StreamWindows windows, int size, bool isTraining, Use use, uint before)
    {
        WindowOrder order = !isTraining ? WindowOrder.InOrder : windows.AreCarried ? WindowOrder.Carried : WindowOrder.Random;
        Shape item = Shape.Of(columns[0].Shape.Sizes[1..]);
        Tensor[] taken = new TakeWindows(size, item, windows, order, use.Stream, before, AreCounted(0))
            .Apply(columns[0], use.Position, use.Epoch);
        return [Made(0, taken[0], isTraining), Made(1, taken[1], isTraining)];
    }

    /// <inheritdoc cref="Batch.Follows"/>
    Tensor? Follows(Use use, uint before) => windows is not { AreCarried: true } ? null
        : before > 0 ? Tensor.Ones([])
        : Broadcasting.Apply(new Less(), Tensor.From([0], []), use.Position.Value);

    Tensor[] Rows(int size, bool isTraining, Use use, uint before)
    {
        Tensor[] rows = new Tensor[columns.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] is null)
            {
                Take(i, i == 0 ? beside : 0);
            }
        }

        return rows;

        void Take(int column, int other)
        {
            TakeRows op = new(size, Fields[column].Shape, isTraining, use.Stream, ScaleOf(Fields[column]), 0, before,
                other == 0 ? null : Fields[other].Shape,
                Fields[other == 0 ? column : other].Meaning is Meaning.Label or Meaning.Tree ? -1 : 0,
                AreCounted(column) && AreCounted(other));
            Tensor[] inputs = other == 0 ? [columns[column]] : [columns[column], columns[other]];
            Tensor[] taken = op.Apply([.. inputs, use.Position, use.Epoch]);
            rows[column] = Made(column, taken[0], isTraining);
            if (other != 0)
            {
                rows[other] = Made(other, taken[1], isTraining);
            }
        }
    }

    bool AreCounted(int column) => counted[column] == columns[column].Shape.Count;

    /// <summary>Whether a column has a label that counts, one that is not -1.</summary>
    internal bool HasLabels(string field) => counted[Columns.Find(Name, Fields, field)] > 0;

    static float ScaleOf(Field field) => field is { Type: DType.UInt8, Meaning: Meaning.Image } ? 1 / 255f : 1;

    /// <summary>What a column's tensor in a batch is called: an image column's <c>batch</c>, another by its name.</summary>
    public static string TensorNameOf(Field field) => field.Name == Image ? "batch" : field.Name;

    Tensor Made(int column, Tensor rows, bool isTraining)
    {
        rows = isTraining && Fields[column].Meaning is Meaning.Image && Augmentation is { } augmentation ? augmentation.Apply(rows) : rows;
        rows.Name = TensorNameOf(Fields[column]);
        return rows;
    }

    /// <summary>[size]: 1 where a row is not beyond the last item.</summary>
    Tensor Mask(int size, Use use, uint before)
    {
        Tensor row = Broadcasting.Apply(new Add(), new Iota([size]).Apply()[0], use.Position.Value);
        return Broadcasting.Apply(new Less(), row, Tensor.From([Count - (int)before], []));
    }

    Use New(Session session, string use) => new(session.Counters.New($"{Name}.{use}.position"),
        session.Counters.New($"{Name}.{use}.epoch"), use == Training ? session.StreamOf("data", Name) : 0);

    /// <summary>Two sets of this one's items: those to learn from, and a share that is kept back, of each label the same.</summary>
    internal (Dataset Train, Dataset Validation) KeepBack(double share, Split split)
    {
        CheckRows();
        (int[] train, int[] validation) = split.KeepBack([.. Enumerable.Range(0, Count)], LabelOf(), share, Name);
        return (Part(Name, train), Part("validation", validation));
    }

    /// <summary>The same with images in black and white, for which <see cref="Binarization"/> draws once.</summary>
    internal Dataset Binarized(uint seed) => windows is not null ? this
        : new(Name, [.. Fields.Zip(columns, (field, column) => new Column(field,
        ValuesOf(column) is byte[] greys && field.Meaning is Meaning.Image
            ? Binarization.Draw(greys, Count, seed ^ Streams.Of(Name)) : ValuesOf(column)))]);

    /// <summary>This set's items, divided into those to learn from and those to test on.</summary>
    /// <param name="path">What to blame where there are too few.</param>
    internal Splits Divide(Split split, string path)
    {
        (int[] train, int[] test) = split.Divide([.. Enumerable.Range(0, Count)], LabelOf(), path);
        return new Splits(Part("train", train), Part("test", test));
    }

    /// <exception cref="InvalidOperationException">It is of windows, which cannot be taken apart.</exception>
    void CheckRows()
    {
        if (windows is not null)
        {
            throw new InvalidOperationException($"{Name}: windows share their items, so a share of them cannot be kept back. Part the "
                + "stream in the data's Make.");
        }
    }

    /// <summary>The label of an item; null: items have none.</summary>
    Func<int, int>? LabelOf()
    {
        int at = Array.FindIndex([.. Fields], field => field.Meaning is Meaning.Label && field.Shape.Count == 1);
        return at >= 0 && ValuesOf(columns[at]) is int[] labels ? item => labels[item] : null;
    }

    /// <summary>Some of the items, in this order, as a set of their own; of a set that no device has yet.</summary>
    Dataset Part(string name, int[] items)
    {
        return new Dataset(name, [.. Fields.Zip(columns, (field, column) => new Column(field, ValuesOf(column) switch
        {
            byte[] bytes => Rows(bytes),
            int[] ints => Rows(ints),
            var floats => Rows((float[])floats),
        }))]);

        Array Rows<T>(T[] values)
        {
            int elements = values.Length / Count;
            T[] some = new T[items.Length * elements];
            for (int i = 0; i < items.Length; i++)
            {
                values.AsSpan(items[i] * elements, elements).CopyTo(some.AsSpan(i * elements));
            }

            return some;
        }
    }

    /// <summary>How often a column was set anew.</summary>
    internal int Rewritten => rewritten.Value;

    /// <summary>A column's values, as they are stored; waits for what was submitted.</summary>
    public float[] Read(string field) => columns[Columns.Find(Name, Fields, field)].ToArray();

    /// <summary>A column of whole numbers, as they are stored; waits for what was submitted.</summary>
    internal int[] ReadInt32(string field) => columns[Columns.Find(Name, Fields, field)].ToInt32Array();

    /// <summary>Sets a column of floats, after what was submitted and before what will be.</summary>
    /// <exception cref="ArgumentException">The set has no such column of floats, has other many values, or is on no device yet.</exception>
    public void Rewrite(string field, ReadOnlySpan<float> values)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        Tensor column = columns[Columns.Find(Name, Fields, field)];
        if (column.Type != DType.Float32 || column.Leaf is not MemoryLeaf leaf || values.Length != column.Shape.Count)
        {
            throw new ArgumentException($"{Name}: \"{field}\" is {column.Type} {column.Shape}, received {values.Length} floats.");
        }

        LooseTrace.FlushQueued();
        leaf.Session.Gpu.Staging.Upload(values, leaf.Buffer, leaf.ByteOffset);
        GC.KeepAlive(leaf);
        rewritten.Value++;
    }

    static Array ValuesOf(Tensor column) => ((ConstantLeaf)column.Leaf!).Values;

    /// <summary>Moves the set to a device now, not when its first batch is recorded.</summary>
    internal Dataset On(GpuDevice gpu)
    {
        Settle(Session.Of(gpu));
        return this;
    }

    /// <inheritdoc cref="DatasetHash"/>
    internal string Hash() => DatasetHash.Of(Fields, [.. columns.Distinct()]);

    /// <summary>How a step takes its rows, as far as it is not as always; empty: as always.</summary>
    internal string Taking => windows is null ? "" : $", {windows}";

    /// <summary>Gives back the memory of its columns and its counters; a recording that takes its batches then throws.</summary>
    public void Dispose()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        LooseTrace.EndQueued();
        foreach (Use use in ((Use?[])[training, evaluation]).OfType<Use>())
        {
            use.Position.Dispose();
            use.Epoch.Dispose();
        }

        foreach (MemoryLeaf memory in isCopy ? [] : columns.Distinct().Select(column => column.Leaf).OfType<MemoryLeaf>())
        {
            memory.Holding!.Release();
            memory.Session.Sweep();
        }
    }

    void Settle(Session session)
    {
        foreach (Tensor column in columns)
        {
            Settle(session, column);
        }
    }

    /// <summary>Moves a constant to the device, once for all recordings.</summary>
    static void Settle(Session session, Tensor tensor)
    {
        if (tensor.Leaf is ConstantLeaf constant)
        {
            GpuBuffer buffer = session.Upload(constant.Values, tensor.Name!);
            tensor.Become(new MemoryLeaf(session, buffer, 0, Holding: session.Hold([buffer])));
        }
    }
}
