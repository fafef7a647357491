using VkLearn.Compile;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>Hazards of whole plans, run twice in a row, where intermediates share memory.</summary>
[Collection("gpu")]
public sealed class BarriersTests(PlainGpu plain)
{
    public static TheoryData<string> Plans => [.. Models.Names];

    [Theory, MemberData(nameof(Plans))]
    public void EveryConflictHasABarrierAndEveryBarrierAConflict(string name)
    {
        foreach (string alias in (string[])["1", "0"])
        {
            using Variable aliasing = new("VKLEARN_ALIAS", alias);
            using Model model = Models.Record(plain.Gpu, name);
            HazardChecker checker = new(model.Step);
            bool[] barriers = [.. model.Step.BarrierBefore];
            Assert.Null(checker.Find(barriers));
            for (int i = 0; i < barriers.Length; i++)
            {
                if (barriers[i])
                {
                    barriers[i] = false;
                    Assert.True(checker.Find(barriers) is not null, $"the barrier before command {i} is not needed:\n{model.Step.Plan}");
                    barriers[i] = true;
                }
            }
        }
    }

    [Fact]
    public void TheCheckerSeesMoreThanNeighbours()
    {
        using Model model = Models.Record(plain.Gpu, "mlp-dropout-adam");
        HazardChecker checker = new(model.Step);
        Assert.True(checker.Conflicts > model.Step.Commands.Count);
        Assert.NotNull(checker.Find(new bool[model.Step.Commands.Count]));
        Assert.Null(checker.Find([.. Enumerable.Repeat(true, model.Step.Commands.Count)]));
        Assert.Contains(model.Step.BarrierBefore, barrier => !barrier);
    }

    [Fact]
    public void MemoryIsSharedUnlessTheSwitchIsOff()
    {
        using Variable walking = new("VKLEARN_WALK", "0"); // what a walk stores for the way back is needed all at once
        using Model shared = Models.Record(plain.Gpu, "deep-50");
        using Variable aliasing = new("VKLEARN_ALIAS", "0");
        using Model apart = Models.Record(plain.Gpu, "deep-50");
        Assert.InRange(shared.Step.Bytes, 1, apart.Step.Bytes * 3 / 4);
    }
}
