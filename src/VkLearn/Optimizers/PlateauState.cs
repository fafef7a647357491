using System.Globalization;

namespace VkLearn.Optimizers;

/// <summary>How tests have gone under a <see cref="PlateauSchedule"/>, and what that has made of the rate.</summary>
sealed class PlateauState(PlateauSchedule schedule)
{
    double best = double.NaN; // none yet
    int worse, cooling;
    long notedAt;

    /// <summary>What the schedule's rate is multiplied by.</summary>
    public double Factor { get; private set; } = 1;

    /// <summary>Takes note of a test; once a step.</summary>
    /// <returns>Whether the factor is another now.</returns>
    public bool Note(double value, bool isLowerBetter, long step)
    {
        if (step == notedAt)
        {
            return false;
        }

        notedAt = step;
        bool isBetter = IsBetter(value, isLowerBetter);
        (best, worse) = isBetter ? (value, 0) : (best, worse + 1);
        (cooling, worse) = cooling > 0 ? (cooling - 1, 0) : (0, worse);
        return worse > schedule.Patience && Reduce();
    }

    bool Reduce()
    {
        double least = Math.Min(Factor, schedule.Floor / Math.Max(schedule.Rate, 1e-38)), before = Factor;
        (Factor, worse, cooling) = (Math.Max(Factor * schedule.Factor, least), 0, schedule.Cooldown);
        return Factor != before;
    }

    /// <summary>Whether the test after a step is not noted yet.</summary>
    public bool Awaits(long step) => step > notedAt;

    bool IsBetter(double value, bool isLowerBetter)
    {
        double margin = schedule.Threshold * Math.Abs(best);
        return double.IsNaN(best) || (isLowerBetter ? value < best - margin : value > best + margin);
    }

    /// <summary>All of it, to go on with.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{best:R} {worse} {cooling} {notedAt} {Factor:R}");

    /// <summary>Takes what <see cref="Text"/> was.</summary>
    /// <returns>Whether it was one.</returns>
    public bool TryRestore(string text)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (text.Split(' ') is not [var first, var second, var third, var fourth, var fifth]
            || !double.TryParse(first, invariant, out double itsBest) || !int.TryParse(second, invariant, out int itsWorse)
            || !int.TryParse(third, invariant, out int itsCooling) || !long.TryParse(fourth, invariant, out long itsNotedAt)
            || !double.TryParse(fifth, invariant, out double itsFactor))
        {
            return false;
        }

        (best, worse, cooling, notedAt, Factor) = (itsBest, itsWorse, itsCooling, itsNotedAt, itsFactor);
        return true;
    }
}
