using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Compile;

[Collection("gpu")]
public sealed class KernelTableTests(GpuFixture fixture)
{
    static readonly Dictionary<string, string> Nothing = [];

    DeviceInfo Device => fixture.Gpu.Info;

    DeviceInfo Gpu(string vendor) => Device with { Type = "discrete", Vendor = vendor, SubgroupSize = 32 };

    static GemmWork Work(int m, int n, int k, bool columnSum = false) => new(
        new MatMul(TransposeB: true), new GemmShape(1, m, n, k, BatchedA: false, BatchedB: false), true, true, columnSum);

    [Fact]
    public void TheTablesChoiceIsTheFirstVariant()
    {
        foreach (GemmWork work in (GemmWork[])[Work(1, 10, 128), Work(64, 10, 128), Work(512, 512, 512)])
        {
            string[] names = [.. KernelTable.Variants(Device, work).Select(kernel => kernel.Variant)];

            Assert.Equal(names[0], KernelTable.Gemm(Device, work, Nothing).Variant);
            Assert.Equal(names.Distinct(), names);
            Assert.Contains("GemmPlain", names);
            Assert.Equal(work.Shape.M == 1, names.Contains("GemmRow"));
        }
    }

    [Fact]
    public void ACpuDriversChoiceIsTheSubgroupAndAGpusTheTiles()
    {
        string Choice(DeviceInfo device, int size) => KernelTable.Gemm(device, Work(size, size, 64), Nothing).Shader;

        DeviceInfo cpu = Device with { Type = "cpu", SubgroupSize = 8, HasInt64 = true, HasLoneSubgroups = true };
        Assert.Equal("GemmSubgroup", Choice(cpu, 512));
        Assert.Equal("GemmPlain", Choice(cpu with { HasInt64 = false }, 512));
        Assert.Equal("GemmPlain", Choice(cpu with { HasLoneSubgroups = false }, 512));
        Assert.Equal("Gemm", Choice(Gpu("NVIDIA"), 512));
        Assert.Equal("Gemm", Choice(Gpu("AMD") with { SubgroupSize = 64 }, 32));
        Assert.Equal("Gemm", Choice(Gpu("ARM") with { SubgroupSize = 16 }, 512)); // as small as a CPU's
        Assert.Equal("GemmRow", Choice(Gpu("NVIDIA"), 1));
    }

    [Theory, InlineData(2048, 2048, 64, "Gemm-128x128"), InlineData(1024, 1024, 64, "Gemm-64x128"), InlineData(512, 512, 64, "Gemm-64x64"),
        InlineData(64, 10, 128, "Gemm-32x32"), InlineData(64, 10, 60000, "Gemm-32x32x4")]
    public void AGpusTilesAreAsLargeAsFillIt(int m, int n, int k, string variant) =>
        Assert.Equal(variant, KernelTable.Gemm(Gpu("NVIDIA"), Work(m, n, k), Nothing).Variant);

    [Theory, InlineData("Intel"), InlineData("ARM"), InlineData("Qualcomm"), InlineData("Apple"), InlineData("another")]
    public void NoTileNeedsMoreRegistersThanAnIntelHas(string vendor) =>
        Assert.Equal("Gemm-64x128", KernelTable.Gemm(Gpu(vendor), Work(2048, 2048, 64), Nothing).Variant);

    [Fact]
    public void TilesThatADeviceCannotHoldAreNoVariants()
    {
        DeviceInfo small = Gpu("AMD") with { Limits = Device.Limits with { SharedMemoryBytes = 16384 } };

        Assert.Equal("Gemm-32x32", KernelTable.Gemm(small, Work(2048, 2048, 64), Nothing).Variant);
        Assert.DoesNotContain("Gemm-64x64", KernelTable.Variants(small, Work(2048, 2048, 64)).Select(kernel => kernel.Variant));
    }

    [Fact]
    public void AChoiceFileGoesBeforeTheTableAndTheSwitchBeforeBoth()
    {
        GemmWork work = Work(64, 10, 128), summed = Work(64, 10, 128, columnSum: true);
        Dictionary<string, string> tuned = new() { [work.Key] = "Gemm-32x32", [summed.Key] = "GemmPlain" };

        Assert.Equal("Gemm-32x32", KernelTable.Gemm(Device, work, tuned).Variant);
        Assert.Equal("GemmPlain", KernelTable.Gemm(Device, summed, tuned).Variant);
        using Variable choice = new("VKLEARN_GEMM", "Gemm-64x64");
        Assert.Equal("Gemm-64x64", KernelTable.Gemm(Device, work, tuned).Variant);
    }

    [Fact]
    public void AChoiceThatCannotDoTheWorkIsPassedOver()
    {
        GemmWork work = Work(64, 10, 128);

        foreach (string other in (string[])["GemmRow", "of another version"])
        {
            Assert.Equal(KernelTable.Gemm(Device, work, Nothing).Variant,
                KernelTable.Gemm(Device, work, new Dictionary<string, string> { [work.Key] = other }).Variant);
        }
    }

    [Fact]
    public void AKeySaysTransposesSizesAndSums() => Assert.Equal("NT 1x64x10x128 sum", Work(64, 10, 128, columnSum: true).Key);

    [Fact]
    public void WhatRunsIsTheSessionsChoice()
    {
        Session session = Session.Of(fixture.Gpu);
        session.Tuned = new Dictionary<string, string> { ["NN 1x2x4x3"] = "GemmPlain" };
        try
        {
            using Recording recording = fixture.Gpu.Record(
                () => Tensor.From(new float[6], [2, 3]).MatMul(Tensor.From(new float[12], [3, 4])));
            Assert.Contains("GemmPlain", recording.Plan);
        }
        finally
        {
            session.Tuned = Nothing;
        }
    }
}
