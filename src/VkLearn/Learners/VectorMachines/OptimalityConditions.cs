namespace VkLearn.Learners;

/// <summary>
/// How far coefficients of support vector machines are from the optimum: of each machine, those that can go up should have less than those
/// that can go down (Keerthi et al. 2001).
/// </summary>
sealed class OptimalityConditions
{
    const float Endless = 1e30f;

    readonly Tensor isUp, isLow, up, low, f;

    /// <param name="dual">Signed coefficients [pairs, items].</param>
    /// <param name="f">Minus the gradient, signed: [pairs, items].</param>
    /// <param name="signs">1 of a pair's first class, -1 of its second, 0 for what is in none [pairs, items].</param>
    /// <param name="cost">C: a scalar.</param>
    public OptimalityConditions(Tensor dual, Tensor f, Tensor signs, Tensor cost)
    {
        this.f = f;
        (isUp, isLow) = (dual < (signs > 0) * cost, dual > (signs < 0) * -cost);
        up = Tensor.Where(isUp, f, Tensor.Full([], -Endless)).Max(1, keepAxis: true);
        low = Tensor.Where(isLow, f, Tensor.Full([], Endless)).Min(1, keepAxis: true);
    }

    /// <summary>Between the most violated conditions of either side; 0 where none is: [pairs, 1].</summary>
    public Tensor Gap => (up - low).Maximum(0);

    /// <summary>What is to be added to a machine's sums: the middle of the two [pairs, 1].</summary>
    public Tensor Bias => Tensor.Where(up < -Endless / 2, low, Tensor.Where(low > Endless / 2, up, (up + low) * 0.5f));

    /// <summary>How far each item lies beyond the opposite end of what is allowed: [pairs, items].</summary>
    public Tensor Beyond => (isUp * (f - low)).Maximum(isLow * (up - f));
}
