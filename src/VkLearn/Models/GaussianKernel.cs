namespace VkLearn.Models;

/// <summary>The Gaussian kernel, exp(-gamma |a - b|²), of rows with rows, by one matrix product.</summary>
static class GaussianKernel
{
    /// <param name="a">[n, features].</param>
    /// <param name="b">[m, features].</param>
    /// <param name="gamma">A scalar.</param>
    /// <param name="squaresOfB">Each row's squared length, [m]; null: it is computed.</param>
    /// <returns>[n, m].</returns>
    public static Tensor Of(Tensor a, Tensor b, Tensor gamma, Tensor? squaresOfB = null) =>
        (SquaredDistances(a, b, squaresOfB) * -gamma).Exp();

    /// <inheritdoc cref="Of"/>
    /// <returns>[n, m], none below 0, though differences of large numbers can be.</returns>
    public static Tensor SquaredDistances(Tensor a, Tensor b, Tensor? squaresOfB = null)
    {
        Tensor ofA = a.Square().Sum(1, keepAxis: true), ofB = (squaresOfB ?? b.Square().Sum(1)).Reshape([1, b.Shape[0]]);
        return (ofA + ofB - a.MatMul(b.Transpose()) * 2).Maximum(0);
    }
}
