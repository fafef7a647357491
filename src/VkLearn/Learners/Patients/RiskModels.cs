namespace VkLearn.Learners;

/// <summary>
/// Three ways to tell the sick from the healthy by a score, which is above 0 for the sick: logistic regression, a linear support vector
/// machine of squared hinge (Chang, Hsieh and Lin 2008), and a perceptron of one hidden layer. All have an L2 penalty on their weights.
/// Of each there are several, side by side.
/// </summary>
public sealed class RiskModels : Layer
{
    readonly ParallelNetworks[] all;
    readonly IReadOnlyList<float> penalties;

    /// <param name="networks">Of each model.</param>
    /// <param name="hidden">Units of the perceptron.</param>
    /// <param name="penalties">By model: half of it times the squared weights is added to the sum of all patients' losses (scikit-learn's
    /// 1 / C).</param>
    public RiskModels(int networks, int inFeatures, int hidden, IReadOnlyList<float> penalties)
    {
        this.penalties = penalties.Count == Names.Count ? penalties : throw new ArgumentException(
            $"RiskModels: a penalty for each of {string.Join(", ", Names)} is needed, received {penalties.Count}.", nameof(penalties));
        all = [.. Names.Select((name, i) => Add(name, new ParallelNetworks(networks, inFeatures, i == Perceptron ? hidden : 0)))];
    }

    const int Logistic = 0, Machine = 1, Perceptron = 2;

    /// <summary>What the models are called, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["logistic", "svm", "mlp"];

    /// <summary>Each model's scores [networks, rows], of [networks, rows, inFeatures].</summary>
    public Tensor[] Scores(Tensor rows) => [.. all.Select(one => one.Forward(rows))];

    /// <summary>Each model's loss of each row: log(1 + exp(s)) - y s, or of the machine max(0, 1 - (2 y - 1) s)².</summary>
    /// <param name="sick">y: 1 or 0, of the scores' shape or [1, rows].</param>
    public static Tensor[] Losses(Tensor[] scores, Tensor sick) =>
        [.. scores.Select((score, i) => i == Machine
            ? (1 - (sick * 2 - 1) * score).Maximum(0f).Square() : score.Softplus() - sick * score)];

    /// <summary>What is to be minimised, a scalar: of each network of each model the mean loss and its share of the penalty, and their sum,
    /// so that each learns as if it were alone.</summary>
    /// <param name="losses">By model, [networks, rows].</param>
    /// <param name="counted">[networks, rows]: 1 for what a network learns from, else 0.</param>
    /// <param name="items">All that a network learns from, over which the penalty is spread: a scalar or [networks].</param>
    public Tensor Objective(Tensor[] losses, Tensor counted, Tensor items)
    {
        Tensor? sum = null;
        for (int i = 0; i < losses.Length; i++)
        {
            Tensor mean = (losses[i] * counted).Sum(1) / counted.Sum(1);
            Tensor each = (mean + all[i].SquaredWeights() * (penalties[i] / 2) / items).Sum();
            sum = sum is null ? each : sum + each;
        }

        return sum!;
    }

    /// <summary>Gives all new random weights, in what is being traced.</summary>
    public void Restart() => Array.ForEach(all, one => one.Restart());

    /// <summary>
    /// What each number of a patient adds to each model's score, as against one whose numbers are all 0, the mean: input times weight, and
    /// of a network input times gradient (Shrikumar, Greenside and Kundaje 2017, section 2), which is the same where it is linear.
    /// </summary>
    /// <param name="patient">[1, inFeatures], of models of one network each.</param>
    /// <returns>[inFeatures, models].</returns>
    public Tensor Contributions(Tensor patient)
    {
        Tensor row = patient.Reshape([1, 1, patient.Cols]);
        return Tensor.Stack(1, [.. all.Select(one =>
            (one.Forward(row).Sum().Gradients(row)[0] * row).Reshape([patient.Cols]))]);
    }
}
