using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Digits that VkLearn draws itself: <see cref="DrawnDigits"/>. The test digits are none of the training ones, whatever the seed.
/// </summary>
/// <param name="train">How many to learn from.</param>
/// <param name="test">How many to test on.</param>
/// <param name="seed">Below 2^31; the same seed gives the same digits on every machine.</param>
/// <param name="testDirectory">
/// MNIST-like idx files to test on instead: does what was learned from drawn digits hold for written ones?
/// </param>
public sealed class DrawnDigitsSource(int train, int test, int seed, string? testDirectory = null) : DataSource
{
    const uint ForTest = 1u << 31; // no seed that training can have
    const int MaxCount = 2_000_000; // about 1.5 GiB of images

    public override string Loading =>
        $"drawing {train} digits, and {(testDirectory is null ? $"{test} for the test" : $"reading the test of {testDirectory}")}";
    public override IReadOnlyList<Field> Fields => Dataset.FieldsOf([1, DrawnDigits.Side, DrawnDigits.Side], Mnist.Digits);

    protected override Splits Make() => new(Draw(train, (uint)seed, "train"),
        testDirectory is null ? Draw(test, (uint)seed | ForTest, "test") : Mnist.Read(testDirectory, train: false, Mnist.Digits));

    static Dataset Draw(int count, uint seed, string name)
    {
        (byte[] images, byte[] labels) = DrawnDigits.Make(count, seed);
        Shape item = [1, DrawnDigits.Side, DrawnDigits.Side];
        return Dataset.From(images, Array.ConvertAll(labels, label => (int)label), item, name, Mnist.Digits);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnDigits", "Digits that VkLearn draws itself: no data needed.",
        settings => new DrawnDigitsSource(
            settings.Int("train", 60_000, min: 1, max: MaxCount), settings.Int("test", 10_000, min: 1, max: MaxCount),
            settings.Int("seed", 1, min: 0),
            settings.Has("testDirectory") ? settings.FilePath("testDirectory") : null));
}
