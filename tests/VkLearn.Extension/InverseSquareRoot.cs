using VkLearn.Optimizers;

namespace VkLearn.Extension;

/// <summary>Another schedule, divided by the root of the number of steps.</summary>
public sealed record InverseSquareRoot(Schedule Of) : Schedule
{
    public override Tensor At(Tensor step) => Of.At(step) / (step + 1).Sqrt();
}
