using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>What is to be remembered for long (Hochreiter and Schmidhuber 1997).</summary>
public enum MemoryProblem
{
    /// <summary>Two of many numbers are marked, one in each half, and their sum is to be told at the end: column "input" [steps, 2], a
    /// number from 0 to 1 and its mark, and "target" [1]. Who always says 1 errs by 1/6 in the mean square.</summary>
    Adding,

    /// <summary>Ten symbols of eight are to be told again after so many blank steps, when a sign asks for them: column "input"
    /// [steps + 20, 10], one of eight symbols, blank or the sign, and "label" [steps + 20], which symbol is to be told, -1 for none.
    /// </summary>
    Copy,
}

/// <summary>Sequences that VkLearn draws itself, of which something early must be remembered to the end.</summary>
/// <param name="steps">For which it is to be remembered.</param>
/// <param name="seed">Below 2^31; the same seed gives the same sequences on every machine.</param>
public sealed class DrawnMemorySource(MemoryProblem problem, int steps, int train, int test, int seed) : DataSource
{
    const uint ForTest = 1u << 31; // no seed that training can have
    const int Symbols = 8, Told = 10, Blank = Symbols, Sign = Symbols + 1, Inputs = Symbols + 2;

    public override string Loading => $"drawing {train} sequences to remember, and {test} for the test";

    public override IReadOnlyList<Field> Fields => Draw(1, 0, "fields").Fields;

    protected override Splits Make() => new(Draw(train, (uint)seed, "train"), Draw(test, (uint)seed | ForTest, "test"));

    Dataset Draw(int count, uint from, string name) =>
        problem == MemoryProblem.Adding ? Sums(count, from, name) : Copies(count, from, name);

    Dataset Sums(int count, uint from, string name)
    {
        (float[] inputs, float[] targets) = (new float[2 * count * steps], new float[count]);
        for (int i = 0; i < count; i++)
        {
            CounterRandom random = new(from, (uint)i);
            Span<float> input = inputs.AsSpan(2 * i * steps, 2 * steps);
            for (int step = 0; step < steps; step++)
            {
                input[2 * step] = random.Uniform();
            }

            int half = steps / 2, first = random.Below(half), second = half + random.Below(steps - half);
            input[2 * first + 1] = input[2 * second + 1] = 1;
            targets[i] = input[2 * first] + input[2 * second];
        }

        return Dataset.Of(name, new Column("input", inputs, [steps, 2], new Meaning.Quantity()),
            new Column("target", targets, [1], new Meaning.Quantity()));
    }

    Dataset Copies(int count, uint from, string name)
    {
        int length = steps + 2 * Told;
        (float[] inputs, int[] labels) = (new float[count * length * Inputs], new int[count * length]);
        Array.Fill(labels, -1);
        for (int i = 0; i < count; i++)
        {
            CounterRandom random = new(from, (uint)i);
            for (int step = 0; step < length; step++)
            {
                int symbol = step < Told ? random.Below(Symbols) : step == Told + steps ? Sign : Blank;
                inputs[(i * length + step) * Inputs + symbol] = 1;
                if (step < Told)
                {
                    labels[i * length + Told + steps + step] = symbol;
                }
            }
        }

        return Dataset.Of(name, new Column("input", inputs, [length, Inputs], new Meaning.Quantity()),
            new Column("label", labels, [length], new Meaning.Label([.. Enumerable.Range(1, Symbols).Select(symbol => $"{symbol}")])));
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnMemory",
        "Sequences of which something must be remembered to the end: two marked numbers to be added, or symbols to be told again.",
        settings => new DrawnMemorySource(
            settings.OneOf<MemoryProblem>("problem", MemoryProblem.Adding), settings.Int("steps", 200, min: 2, max: 100_000),
            settings.Int("train", 10_000, min: 1, max: 10_000_000), settings.Int("test", 1000, min: 1, max: 10_000_000),
            settings.Int("seed", 1, min: 0)));
}
