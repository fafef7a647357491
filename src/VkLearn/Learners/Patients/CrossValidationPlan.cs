namespace VkLearn.Learners;

/// <summary>How models are compared on rows that they did not learn from.</summary>
/// <param name="Folds">Parts of the rows, each of which is held out once.</param>
/// <param name="Repeats">How often the rows are dealt out anew; 0: nothing is tried.</param>
/// <param name="Steps">Of each network, by Adam on all rows of its folds.</param>
/// <param name="Rate">Adam's.</param>
/// <param name="Hidden">Units of the perceptron.</param>
/// <param name="Penalties">See <see cref="RiskModels"/>.</param>
/// <param name="Seed">By which rows are dealt out.</param>
sealed record CrossValidationPlan(
    int Folds, int Repeats, int Steps, float Rate, int Hidden, IReadOnlyList<float> Penalties, int Seed)
{
    const int MostRows = 20_000; // of which a fold's scores, each against each, still have room

    /// <exception cref="ArgumentException">There are too few rows of either sort, or too many.</exception>
    public void RefuseUnfit(PatientRows rows)
    {
        int sick = rows.Sick.Count(value => value > 0), healthy = rows.Count - sick;
        if (Repeats > 0 && (Math.Min(sick, healthy) < Folds || rows.Count > MostRows))
        {
            throw new ArgumentException(rows.Count > MostRows
                ? $"CrossValidation takes at most {MostRows} rows, received {rows.Count}. Use repeats: 0, or a part of them."
                : $"CrossValidation: {Folds} folds need {Folds} healthy and {Folds} sick rows or more; of {rows.Count} rows {healthy} are "
                    + $"healthy and {sick} are sick. Ask for fewer folds.");
        }
    }
}
