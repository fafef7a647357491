using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>Points that a user put on a plane, each with what it is of.</summary>
/// <param name="numbers">x, y and the class, from 0, or the target of each.</param>
/// <param name="error">What a rule that is broken is told by; null: by an <see cref="ArgumentException"/>.</param>
public sealed class AddedPoints(IReadOnlyList<float> numbers, Func<string, Exception>? error = null)
{
    const string Key = "added";
    const int OfPoint = 3;

    /// <summary>[count, 2].</summary>
    public float[] Places => [.. numbers.Where((_, i) => i % OfPoint < 2)];

    /// <summary>[count].</summary>
    public float[] Targets => [.. numbers.Where((_, i) => i % OfPoint == 2)];

    /// <summary>[count].</summary>
    /// <param name="classes">How many there are.</param>
    /// <exception cref="ArgumentException">One is none of them.</exception>
    public int[] Classes(int classes) => [.. Targets.Select(one => one >= 0 && one < classes && one == (int)one ? (int)one
        : throw ErrorOf($"an added point's class is a whole number from 0 to {classes - 1}, received {one}."))];

    /// <summary>A source's <c>"added"</c>; null where it has none.</summary>
    /// <exception cref="SettingsException">They are no points.</exception>
    public static AddedPoints? Read(Settings settings)
    {
        if (!settings.Has(Key))
        {
            return null;
        }

        float[] numbers = settings.Floats(Key);
        return numbers.Length % OfPoint == 0 ? new(numbers, problem => settings.Error(problem, Key))
            : throw settings.Error($"added points are x, y and a class or target each, received {numbers.Length} numbers.", Key);
    }

    Exception ErrorOf(string problem) => error?.Invoke(problem) ?? new ArgumentException(problem);
}
