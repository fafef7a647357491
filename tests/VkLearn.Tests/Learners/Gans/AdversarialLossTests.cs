using VkLearn.Learners;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Learners.Gans;

public sealed class AdversarialLossTests(GpuFixture fixture) : OpTests(fixture)
{
    /// <summary>Of 1.5 and -0.5 said of real, 0.25 and -2 of made items; by hand.</summary>
    [Theory,
        InlineData(AdversarialLoss.NonSaturating, 1.064179, 1.351434),
        InlineData(AdversarialLoss.LeastSquares, 3.28125, 4.78125),
        InlineData(AdversarialLoss.Hinge, 1.375, 0.875),
        InlineData(AdversarialLoss.Wasserstein, -1.375, 0.875)]
    public void AreWhatTheirPapersSay(AdversarialLoss loss, double ofCritic, double ofGenerator)
    {
        (Tensor real, Tensor made) = (Tensor.From([1.5f, -0.5f], [2, 1]), Tensor.From([0.25f, -2], [2, 1]));
        Assert.Equal(ofCritic, Run(x => loss.OfCritic(x[0], x[1]), real, made)[0], 1e-5);
        Assert.Equal(ofGenerator, Run(x => loss.OfGenerator(x[0]), made)[0], 1e-5);
    }

    [Theory, MemberData(nameof(All))]
    public void HaveGradients(AdversarialLoss loss)
    {
        Tolerance allowed = Tolerance with { Smooth = loss is AdversarialLoss.LeastSquares or AdversarialLoss.NonSaturating };
        Check($"{loss}", x => [loss.OfCritic(x[0], x[1]), loss.OfGenerator(x[1])], allowed, Input.Of([5, 1]), Input.Of([5, 1]));
    }

    public static TheoryData<AdversarialLoss> All => new(Enum.GetValues<AdversarialLoss>());

    /// <summary>Logits of any size, as a critic that is sure has them.</summary>
    [Fact]
    public void ASureCriticMakesNoNan() => Assert.Equal([0f, 1000f],
        Run(x => Concat.Of(0, AdversarialLoss.NonSaturating.OfCritic(x[0], -x[0]).Reshape([1]),
            AdversarialLoss.NonSaturating.OfGenerator(-x[0]).Reshape([1])), Tensor.Full([3, 1], 1000)));
}
