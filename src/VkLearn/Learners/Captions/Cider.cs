namespace VkLearn.Learners;

/// <summary>
/// How well captions agree with what most people say of the same images (Vedantam et al. 2015): each is a vector of how often it has each
/// run of n words, times the logarithm of how few images have that run in a reference; the mean cosine with the references, then over n
/// from 1 to 4, is <see cref="Plain"/>. <see cref="D"/>, the variant that cannot be gained by repeating words, takes no run more often than
/// a reference has it, falls with the difference in length by a Gaussian of deviation 6, and is ten times as large; runs are counted there
/// as the authors' program counts them, not by their share. Words are not stemmed.
/// </summary>
public sealed class Cider
{
    const int Longest = Bleu.Longest;
    const double Deviation = 6, Scale = 10;

    readonly Dictionary<WordRun<string>, int>[] imagesWith = [[], [], [], []];
    readonly List<(IReadOnlyList<string> Caption, IReadOnlyList<IReadOnlyList<string>> References)> all = [];

    /// <summary>Counts an image in.</summary>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public void Add(IReadOnlyList<string> caption, IReadOnlyList<IReadOnlyList<string>> references)
    {
        if (references.Count == 0)
        {
            throw new ArgumentException("Cider: a caption is compared with at least one reference, received none.");
        }

        all.Add((caption, references));
        for (int n = 1; n <= Longest; n++)
        {
            foreach (WordRun<string> run in references.SelectMany(reference => WordRun<string>.Count(reference, n).Keys).Distinct())
            {
                imagesWith[n - 1][run] = imagesWith[n - 1].GetValueOrDefault(run) + 1;
            }
        }
    }

    /// <summary>CIDEr, from 0 to 1 (others tell it times ten).</summary>
    public double Plain => Mean((caption, reference, _) => Product(caption, reference) / Norms(caption, reference));

    /// <summary>CIDEr-D, from 0 to 10.</summary>
    public double D => Scale * Mean((caption, reference, longer) =>
        Math.Exp(-longer * longer / (2 * Deviation * Deviation)) * Clipped(caption, reference) / Norms(caption, reference));

    /// <param name="similarity">Of a caption's vector and a reference's, given by how many words the caption is longer.</param>
    double Mean(Func<Dictionary<WordRun<string>, double>, Dictionary<WordRun<string>, double>, double, double> similarity) =>
        all.Count == 0 ? 0 : all.Average(image => Enumerable.Range(1, Longest).Average(n => image.References.Average(reference =>
            similarity(Vector(image.Caption, n), Vector(reference, n), image.Caption.Count - reference.Count) is var similar
                && double.IsFinite(similar) ? similar : 0))); // no runs of this length, or all of them in all images

    Dictionary<WordRun<string>, double> Vector(IReadOnlyList<string> text, int n) => WordRun<string>.Count(text, n).ToDictionary(
        run => run.Key, run => run.Value * Math.Log((double)all.Count / Math.Max(1, imagesWith[n - 1].GetValueOrDefault(run.Key))));

    static double Clipped(Dictionary<WordRun<string>, double> caption, Dictionary<WordRun<string>, double> reference) =>
        caption.Sum(run => reference.TryGetValue(run.Key, out double there) ? Math.Min(run.Value, there) * there : 0);

    static double Product(Dictionary<WordRun<string>, double> caption, Dictionary<WordRun<string>, double> reference) =>
        caption.Sum(run => run.Value * reference.GetValueOrDefault(run.Key));

    static double Norms(Dictionary<WordRun<string>, double> caption, Dictionary<WordRun<string>, double> reference) =>
        Math.Sqrt(caption.Values.Sum(x => x * x)) * Math.Sqrt(reference.Values.Sum(x => x * x));
}
