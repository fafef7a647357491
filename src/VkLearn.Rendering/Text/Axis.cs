namespace VkLearn.Rendering;

/// <summary>One axis of a plot: its ends, and where it has numbers (multiples of 1, 2 or 5 times a power of ten).</summary>
/// <param name="Low">The value at its beginning.</param>
/// <param name="High">The value at its end.</param>
/// <param name="IsLogarithmic">Equal steps multiply; both ends are above 0.</param>
public readonly record struct Axis(double Low, double High, bool IsLogarithmic = false)
{
    double Start => IsLogarithmic ? Math.Log10(Low) : Low;

    double Span => (IsLogarithmic ? Math.Log10(High) : High) - Start;

    /// <summary>Where a value lies: 0 at the beginning, 1 at the end.</summary>
    public double ShareOf(double value) => Span > 0 ? ((IsLogarithmic ? Math.Log10(value) : value) - Start) / Span : 0.5;

    public double ValueAt(double share) => IsLogarithmic ? Math.Pow(10, Start + share * Span) : Start + share * Span;

    /// <summary>About so many numbers, rising.</summary>
    public (double Value, string Text)[] Ticks(int most)
    {
        if (!(Span > 0) || !double.IsFinite(Span))
        {
            return [];
        }
        return IsLogarithmic && Span >= 1 ? Decades(most) : Steps(most);
    }

    /// <summary>At least one, and where there is room two: one number alone tells no scale.</summary>
    (double Value, string Text)[] Steps(int most)
    {
        (double Value, string Text)[] ticks;
        int wanted = Math.Max(1, most);
        do
        {
            ticks = StepsOf(StepFor((High - Low) / wanted++));
        }
        while (ticks.Length < Math.Clamp(most, 1, 2));
        return ticks;
    }

    (double Value, string Text)[] StepsOf(double step)
    {
        List<(double, string)> ticks = [];
        for (double i = Math.Ceiling(Low / step - 1e-6); i * step <= High + step * 1e-6; i++)
        {
            ticks.Add((i * step, Numbers.Tick(i * step, step)));
        }
        return [.. ticks];
    }

    /// <summary>Three numbers a decade, two, one, or one in some decades: as many as there is room for.</summary>
    (double Value, string Text)[] Decades(int most)
    {
        (double Value, string Text)[] ticks = Decades([1, 2, 5], every: 1);
        ticks = ticks.Length > most + 1 ? Decades([1, 3], every: 1) : ticks;
        return ticks.Length > most + 1 ? Decades([1], Math.Max(1, (int)Math.Ceiling(Span / (most + 1)))) : ticks;
    }

    (double Value, string Text)[] Decades(double[] parts, int every)
    {
        List<(double, string)> ticks = [];
        for (int decade = (int)Math.Floor(Start); decade <= Start + Span; decade += every)
        {
            foreach (double part in parts)
            {
                double value = part * Math.Pow(10, decade);
                if (value >= Low * (1 - 1e-9) && value <= High * (1 + 1e-9))
                {
                    ticks.Add((value, Numbers.Tick(value, value)));
                }
            }
        }
        return [.. ticks];
    }

    static double StepFor(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * (least <= 1.0001 * power ? 1 : least <= 2.0001 * power ? 2 : least <= 5.0001 * power ? 5 : 10);
    }
}
