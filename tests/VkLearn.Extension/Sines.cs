using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;

namespace VkLearn.Extension;

public sealed class Sines(int count) : DataSource
{
    public override string Loading => $"making {count} sines";   // for the user who waits

    public override IReadOnlyList<Field> Fields => [.. Columns([0]).Select(column => column.Field)];   // known before it is made

    protected override Splits Make() =>
        new(Dataset.Of("train", Columns(Enumerable.Range(0, count))), Dataset.Of("test", Columns(Enumerable.Range(count, count / 4))));

    static Column[] Columns(IEnumerable<int> items)
    {
        float[] x = [.. items.Select(i => i * 0.37f % 6 - 3)];
        return [new("x", x, [1], new Meaning.Quantity()), new("target", Array.ConvertAll(x, MathF.Sin), [1], new Meaning.Quantity())];
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("Sines", "Numbers and their sines.",
        settings => new Sines(settings.Int("count", 1000, min: 4)));
}
