using VkLearn.Data;

namespace VkLearn.Learners;

/// <summary>Patients as rows of numbers, with what is known of them.</summary>
/// <param name="Features">[count, features].</param>
/// <param name="Missing">1 where a number was missing and is filled, [count, features].</param>
/// <param name="Sick">1 for each that is sick, else 0.</param>
/// <param name="Names">What the features are.</param>
public sealed record PatientRows(float[] Features, float[] Missing, float[] Sick, IReadOnlyList<Feature> Names)
{
    public int Count => Sick.Length;

    public int Columns => Features.Length / Count;

    /// <summary>The first ones.</summary>
    public PatientRows First(int count) =>
        new(Features[..(count * Columns)], Missing[..(count * Columns)], Sick[..count], Names);

    /// <summary>All rows of some sets.</summary>
    /// <param name="healthy">The class of those who are not sick; null: the first.</param>
    /// <exception cref="ArgumentException">They have no label, none of two classes or more, or numbers of another form.</exception>
    public static PatientRows Of(IReadOnlyList<Dataset> sets, string? healthy)
    {
        (Field features, Field label) = FieldsOf(sets[0].Fields);
        int none = HealthyClass(label, healthy);
        float[] numbers = [.. sets.SelectMany(set => set.Read(features.Name))];
        bool tellsMissing = sets[0].Fields.Any(field => field.Name == "missing");
        return new(numbers, tellsMissing ? [.. sets.SelectMany(set => set.Read("missing"))] : new float[numbers.Length],
            [.. sets.SelectMany(set => set.Read(label.Name)).Select(value => value == none ? 0f : 1f)], NamesOf(features));
    }

    /// <summary>Of what an item has, what is measured and what it is.</summary>
    /// <exception cref="ArgumentException">It has no label, or what is measured is no row of numbers.</exception>
    internal static (Field Features, Field Label) FieldsOf(IReadOnlyList<Field> fields)
    {
        Field label = fields.FirstOrDefault(field => field.Meaning is Meaning.Label && field.Shape.Count == 1)
            ?? throw new ArgumentException("patients need a label, healthy or sick; the data have only "
                + $"{string.Join(", ", fields.Select(field => field.Name))}.");
        return fields[0] is { Type: DType.Float32, Shape.Rank: 1 } features ? (features, label) : throw new ArgumentException(
            $"patients are rows of numbers, Float32 [features]; the data's \"{fields[0].Name}\" is {fields[0]}.");
    }

    /// <summary>The number of the class of those who are not sick.</summary>
    /// <exception cref="ArgumentException">There is none, or it is the only one.</exception>
    internal static int HealthyClass(Field label, string? healthy)
    {
        const int most = 20;
        IReadOnlyList<string> names = ((Meaning.Label)label.Meaning).Names;
        if (names.Count is < 2 or > most)
        {
            throw new ArgumentException($"\"{label.Name}\" has {names.Count} classes; from 2 to {most} are wanted, of which one is healthy "
                + "and the others are sick.");
        }

        return healthy is null ? 0 : names.ToList().IndexOf(healthy) is >= 0 and var index ? index
            : throw new ArgumentException($"there is no class \"{healthy}\".{NearestWord.Meant(healthy, names)} "
                + $"There are {string.Join(", ", names)}.");
    }

    static IReadOnlyList<Feature> NamesOf(Field features) =>
        ((Meaning.Quantity)features.Meaning).Features is { Count: > 0 } known ? known
            : [.. Enumerable.Range(1, features.Shape[0]).Select(i => new Feature($"{i}"))];
}
