namespace VkLearn.Optimizers;

/// <summary>One rate for all steps.</summary>
public sealed record ConstantSchedule(float Rate) : Schedule
{
    public override bool IsConstant => true;
    internal override float Initial => Rate;
    public override Tensor At(Tensor step) => Rate;
}
