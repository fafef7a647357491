namespace VkLearn.Data;

/// <summary>What a column's values are: how they are shown and scored.</summary>
public abstract record Meaning
{
    Meaning()
    {
    }

    /// <summary>[channels, rows, columns]. Bytes come in batches as numbers from 0 to 1.</summary>
    public sealed record Image : Meaning;

    /// <summary>A class, from 0; -1: none.</summary>
    /// <param name="Names">What they mean, by class; empty: not known.</param>
    public sealed record Label(IReadOnlyList<string> Names) : Meaning
    {
        /// <summary>The share of items that the best possible decision gets right, from 0 to 1, where that is known, as of data that are
        /// made up; null: it is not. Labels that differ in nothing else are equal.</summary>
        public double? BestAccuracy { get; init; }

        public bool Equals(Label? other) => other is not null && Names.SequenceEqual(other.Names);
        public override int GetHashCode() => HashOf(Names);
        public override string ToString() => $"a label of {Names.Count}";
    }

    /// <summary>A number, or several.</summary>
    /// <param name="Unit">What it is counted in; empty: nothing.</param>
    public sealed record Quantity(string Unit = "") : Meaning
    {
        /// <summary>What each of several numbers is; empty: not known. Quantities that differ in nothing else are equal.</summary>
        public IReadOnlyList<Feature> Features { get; init; } = [];

        /// <summary>The least mean squared error of a forecast that can be reached, where that is known, as of series that are made up;
        /// null: it is not.</summary>
        public double? BestError { get; init; }

        public bool Equals(Quantity? other) => other is not null && Unit == other.Unit;
        public override int GetHashCode() => Unit.GetHashCode(StringComparison.Ordinal);
        public override string ToString() => $"Quantity {{ Unit = {Unit} }}";
    }

    /// <summary>Indices of words or letters, one after another.</summary>
    /// <param name="Vocabulary">What they mean, by index.</param>
    public sealed record Tokens(IReadOnlyList<string> Vocabulary) : Meaning
    {
        /// <summary>The fewest nats a token that can be reached, where that is known, as of texts that are made up; null: it is not.
        /// Tokens that differ in nothing else are equal.</summary>
        public double? BestNats { get; init; }

        public bool Equals(Tokens? other) => other is not null && Vocabulary.SequenceEqual(other.Vocabulary);
        public override int GetHashCode() => HashOf(Vocabulary);
        public override string ToString() => $"tokens of {Vocabulary.Count}";
    }

    /// <summary>A sound, or another wave.</summary>
    /// <param name="Hertz">Values a second.</param>
    public sealed record Wave(float Hertz) : Meaning;

    /// <summary>How words hang together.</summary>
    public sealed record Tree : Meaning;

    static int HashOf(IReadOnlyList<string> words)
    {
        HashCode hash = new();
        foreach (string word in words)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }
}
