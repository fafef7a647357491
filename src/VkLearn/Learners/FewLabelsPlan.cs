namespace VkLearn.Learners;

/// <summary>What is tried with few labels.</summary>
/// <param name="Labels">How many labels there are, each in turn.</param>
/// <param name="Draws">How often other ones are drawn: no two draws have an item in common; 0: nothing is tried.</param>
/// <param name="PretrainedRate">Of the network that begins as the machines.</param>
/// <param name="PlainRates">Of the one that begins at random: that counts which is best on the validation data.</param>
/// <param name="Updates">Of each network, by Adam.</param>
/// <param name="Batch">Labelled items of an update, drawn among those there are.</param>
/// <param name="Validation">Items whose labels only choose the rate: of those to learn from, but in no draw.</param>
sealed record FewLabelsPlan(
    IReadOnlyList<int> Labels, int Draws, float PretrainedRate, IReadOnlyList<float> PlainRates, int Updates, int Batch,
    int Validation)
{
    /// <summary>Networks of a draw: the pretrained one first.</summary>
    public int Networks => 1 + PlainRates.Count;

    /// <summary>All networks of all draws.</summary>
    public int Trials => Labels.Count * Draws * Networks;

    /// <summary>Items of all draws and of the validation.</summary>
    public int Items => Draws * Labels.Max() + Validation;

    /// <exception cref="ArgumentException">There are too few items to learn from.</exception>
    public void RefuseTooFew(int count)
    {
        if (Draws > 0 && count < Items)
        {
            throw new ArgumentException($"FewLabels needs {Draws} draws of {Labels.Max()} labels and {Validation} to choose a rate by, "
                + $"{Items} items; there are {count} to learn from. Ask for fewer.");
        }
    }
}
