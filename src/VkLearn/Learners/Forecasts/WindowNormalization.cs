namespace VkLearn.Learners;

/// <summary>What is taken off each window of a series, column by column, before a model sees it, and put back on what it foretells.
/// </summary>
public enum WindowNormalization
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The last value is subtracted (Zeng et al. 2023).</summary>
    Last,

    /// <summary>The window's mean is subtracted, and what is left divided by its deviation (RevIN, Kim et al. 2022, without its learned
    /// scale).</summary>
    Window,
}

/// <summary>A window [N, steps, columns] as a model sees it, and what brings back what the model makes of it: times <see cref="Scale"/>
/// plus <see cref="Centre"/>, each [N, 1, columns].</summary>
/// <param name="Scale">Null: 1.</param>
/// <param name="Centre">Null: 0.</param>
readonly record struct NormalizedWindow(Tensor Window, Tensor? Scale, Tensor? Centre)
{
    const float Epsilon = 1e-5f;

    public static NormalizedWindow Of(Tensor window, WindowNormalization kind)
    {
        if (kind == WindowNormalization.None)
        {
            return new(window, null, null);
        }

        if (kind == WindowNormalization.Last)
        {
            Tensor last = window.Slice(1, window.Shape[1] - 1, 1);
            return new(window - last, null, last);
        }

        Tensor mean = window.Mean(1, keepAxis: true), less = window - mean;
        Tensor deviation = (less.Square().Mean(1, keepAxis: true) + Epsilon).Sqrt();
        return new(less / deviation, deviation, mean);
    }

    /// <param name="made">[N, steps, columns].</param>
    public Tensor Back(Tensor made)
    {
        Tensor scaled = Scale is null ? made : made * Scale;
        return Centre is null ? scaled : scaled + Centre;
    }
}
