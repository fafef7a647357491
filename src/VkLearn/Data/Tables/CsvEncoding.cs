using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// A table's rows as a data set's columns: "features", all that a model is given in one row of numbers; "label", or "target", what it is to
/// learn; and each column of words by its own name, as codes.
/// </summary>
sealed class CsvEncoding
{
    const int MostWords = 256; // each is a feature
    const string Missing = "missing";

    readonly CsvSource source;
    readonly CsvTable table;
    readonly CsvPreparation? given;
    readonly List<CsvFeature> features = [];
    readonly CsvColumn[] labels, targets, words;

    /// <param name="given">What the table is to be prepared by; null: by its rows to learn from.</param>
    public CsvEncoding(CsvTable table, CsvSource source, CsvPreparation? given = null)
    {
        (this.table, this.source, this.given) = (table, source, given);
        CsvColumn[] learned = [.. source.TargetsOf(table.Names).Select(table.Find)], rest = [.. table.Columns.Except(learned)];
        labels = [.. learned.Where(column => column.HasWords)];
        targets = [.. learned.Except(labels)];
        words = [.. rest.Where(column => column.HasWords)];
        foreach (CsvColumn column in rest)
        {
            AddFeatures(column);
        }

        if (features.Count == 0)
        {
            throw new DataException(source.File, "leaves no column for a model to learn from");
        }

        List<Field> fields = [new("features", DType.Float32, [features.Count],
            new Meaning.Quantity { Features = [.. features.Select(feature => new Feature(feature.Name))] })];
        fields.AddRange(labels.Select(column => Codes(labels.Length == 1 ? "label" : column.Name, column)));
        if (targets.Length > 0)
        {
            fields.Add(new("target", DType.Float32, [targets.Length], new Meaning.Quantity()));
        }

        fields.AddRange(words.Select(column => Codes(column.Name, column)));
        if (source.TellsMissing)
        {
            fields.Add(new(Missing, DType.Float32, [features.Count], new Meaning.Quantity()));
        }

        if (fields.GroupBy(field => field.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new DataException(source.File, $"a column of words is called \"{twice.Key}\", as what is made of several; rename it");
        }

        Fields = fields;
        if (source.RefusesConstant && labels.FirstOrDefault(column => column.Words.Count == 1) is { } alike)
        {
            throw table.Error(0, alike, $"every row has \"{alike.Words[0]}\", so there is nothing to tell apart; a label takes two "
                + "classes or more");
        }
    }

    public IReadOnlyList<Field> Fields { get; }

    /// <summary>What the numbers of "features" are, in order.</summary>
    public IReadOnlyList<string> FeatureNames => [.. features.Select(feature => feature.Name)];

    /// <summary>What to divide by, so that each part has its share; null: nothing.</summary>
    public Func<int, int>? Label => labels.Length > 0 ? labels[0].Code : null;

    static Field Codes(string name, CsvColumn column) => new(name, DType.Int32, [], new Meaning.Label(column.Words));

    void AddFeatures(CsvColumn column)
    {
        if (!column.HasWords)
        {
            features.Add(new(column.Name, column));
            if (given?.Norms.ContainsKey(CsvFeature.KeyOfMissing(column))
                ?? (source.MarksMissing && Enumerable.Range(0, table.Count).Any(column.IsMissing)))
            {
                features.Add(new($"{column.Name} is missing", column, MarksMissing: true));
            }
        }
        else if (column.Words.Count > MostWords)
        {
            throw new DataException(source.File, $"column \"{column.Name}\" has {column.Words.Count} different words, such as "
                + $"\"{column.Words[0]}\", at most {MostWords} are taken; leave it out with leaveOut: [\"{column.Name}\"]");
        }
        else if (source.OneHot)
        {
            features.AddRange(column.Words.Select((word, code) => new CsvFeature($"{column.Name} {word}", column, code)));
        }
    }

    /// <summary>The rows of a part of the table that can be used.</summary>
    /// <exception cref="DataException">A value is missing that must not.</exception>
    public int[] Usable(IEnumerable<int> rows) => source.Fill == MissingFill.Drop
        ? [.. rows.Where(row => !table.Columns.Any(column => column.IsMissing(row)))]
        : [.. rows.Select(Checked)];

    int Checked(int row)
    {
        foreach (CsvColumn column in source.Fill == MissingFill.Refuse ? table.Columns : targets.Concat(labels))
        {
            if (column.IsMissing(row))
            {
                throw table.Error(row, column, "the value is missing; use fill: \"drop\" to leave such rows out"
                    + (source.Fill == MissingFill.Refuse ? ", fill: \"mean\" to put in the mean, or leaveOut for the column" : ""));
            }
        }

        return row;
    }

    /// <summary>By what the data sets that were made are prepared.</summary>
    public CsvPreparation? Prepared { get; private set; }

    /// <summary>Data sets of these rows, by means and deviations of the first ones.</summary>
    public Dataset[] Make(int[] train, params (string Name, int[] Rows)[] parts)
    {
        (float Mean, float Scale)[] norms = [.. features.Select(feature => Norm(feature, train, source.Standardizes))];
        (float Mean, float Scale)[] goals =
            [.. targets.Select(column => Norm(new(column.Name, column), train, source.StandardizesTarget, CsvPreparation.OfTarget))];
        Prepared = new(
            features.Select(feature => feature.Key).Zip(norms)
                .Concat(targets.Select(column => CsvPreparation.OfTarget + column.Name).Zip(goals)).ToDictionary(),
            labels.Concat(words).ToDictionary(column => column.Name, column => column.Words.ToArray()));
        return [.. parts.Select(part => Dataset.Of(part.Name, Columns(part.Rows, norms, goals)))];
    }

    /// <summary>What fills, and what a number is less by, and what it is then multiplied by.</summary>
    (float Mean, float Scale) Norm(CsvFeature feature, int[] train, bool standardizes, string before = "")
    {
        if (given is not null)
        {
            return given.Norms.TryGetValue(before + feature.Key, out (float, float) known) ? known : throw new DataException(source.File,
                $"column \"{feature.Column.Name}\" is none of the table that was learned from; leave it out");
        }

        (float mean, float deviation) = feature.Statistics(train);
        if (source.RefusesConstant && feature.IsNumber && deviation == 0)
        {
            throw table.Error(train[0], feature.Column, FormattableString.Invariant(
                $"every row to learn from that has a value has {mean}, which tells nothing; leave the column out with leaveOut"));
        }

        return float.IsNaN(mean)
            ? throw new DataException(source.File, $"column \"{feature.Column.Name}\" has no value in any row to learn from; leave it out")
            : (mean, standardizes && feature.IsNumber ? (deviation > 0 ? 1 / deviation : 1) : 0);
    }

    List<Column> Columns(int[] rows, (float Mean, float Scale)[] norms, (float Mean, float Scale)[] goals)
    {
        Meaning meaning = new Meaning.Quantity
        {
            Features = [.. features.Zip(norms, (feature, norm) => new Feature(feature.Name, norm.Mean, norm.Scale))],
        };
        List<Column> columns = [new(Fields[0].Name, Numbers(rows, features, norms), Fields[0].Shape, meaning)];
        IEnumerable<float[]> numbers = targets.Length == 0 ? []
            : [Numbers(rows, [.. targets.Select(column => new CsvFeature(column.Name, column))], goals)];
        Queue<CsvColumn> codes = new([.. labels, .. words]);
        foreach (Field field in Fields.Skip(1))
        {
            columns.Add(field.Name == Missing && source.TellsMissing ? new Column(Missing, Gaps(rows), field.Shape, field.Meaning)
                : field.Type == DType.Float32 ? new Column(field.Name, numbers.Single(), field.Shape, field.Meaning)
                : new Column(field.Name, Array.ConvertAll(rows, codes.Dequeue().Code), field.Shape, field.Meaning));
        }

        return columns;
    }

    /// <summary>1 where a feature's number was missing and is filled.</summary>
    float[] Gaps(int[] rows) =>
        [.. from row in rows from feature in features select float.IsNaN(feature.Of(row)) ? 1f : 0f];

    static float[] Numbers(int[] rows, IReadOnlyList<CsvFeature> features, (float Mean, float Scale)[] norms)
    {
        float[] numbers = new float[rows.Length * features.Count];
        for (int i = 0; i < features.Count; i++)
        {
            (CsvFeature feature, (float mean, float scale)) = (features[i], norms[i]);
            for (int row = 0; row < rows.Length; row++)
            {
                float value = feature.Of(rows[row]);
                value = float.IsNaN(value) ? mean : value;
                numbers[row * features.Count + i] = scale == 0 ? value : (value - mean) * scale;
            }
        }

        return numbers;
    }
}
