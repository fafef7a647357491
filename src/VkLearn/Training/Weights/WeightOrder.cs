using System.Globalization;
using System.Text;

namespace VkLearn.Training;

/// <summary>
/// What numbers in names tell of an order: <c>fc2</c> is before <c>fc10</c>, <c>layer1.1.conv2</c> before <c>layer2.0.conv1</c>, and
/// Keras's <c>dense</c> before <c>dense_1</c>. Names whose words differ have no order.
/// </summary>
static class WeightOrder
{
    /// <summary>The name without its numbers: names of equal words are ordered by their numbers.</summary>
    public static string Words(string name) => string.Join('.', name.Split('.').Select(part => Read(part).Words));

    /// <summary>The numbers, to be compared one after the other; a part without one is before those with one.</summary>
    public static IComparer<string> ByNumbers { get; } = Comparer<string>.Create((a, b) =>
    {
        long[] first = Numbers(a), second = Numbers(b);
        return first.AsSpan().SequenceCompareTo(second);
    });

    static long[] Numbers(string name) => [.. name.Split('.').SelectMany(part => Read(part).Numbers)];

    static (string Words, IReadOnlyList<long> Numbers) Read(string part)
    {
        StringBuilder words = new();
        List<long> numbers = [];
        for (int i = 0; i < part.Length;)
        {
            int end = i;
            while (end < part.Length && char.IsAsciiDigit(part[end]))
            {
                end++;
            }

            if (end == i)
            {
                words.Append(part[i++]);
            }
            else
            {
                words.Append('#');
                numbers.Add(long.TryParse(part.AsSpan(i, end - i), CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue);
                i = end;
            }
        }

        string text = words.ToString();
        return text.EndsWith("_#", StringComparison.Ordinal) ? (text[..^2], numbers) // Keras leaves the number of the first out
            : text.EndsWith('#') ? (text, numbers) : (text, [.. numbers, -1]);
    }
}
