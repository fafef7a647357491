using System.Text.Json;
using VkLearn.Gpu;
using VkLearn.Tests.Engine;
using Xunit;

namespace VkLearn.Tests.Cli;

[Collection("gpu")]
public sealed class TuneCommandTests(GpuFixture fixture)
{
    readonly string file = Path.Combine(TempFolder.New(), "choices.json");

    /// <summary>With the driver's settings in the environment, where they stay, only kernels are measured.</summary>
    [Fact]
    public void KeepsWhatLaterRunsUse()
    {
        string scene = SceneText.File();
        (string, string)[] variables = [("VKLEARN_CHOICES", file), ("LP_NATIVE_VECTOR_WIDTH", "256")];

        var (exitCode, output, errors) = Command.Run(variables, "tune", scene);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("NN 1x20x16x784 ", output);
        Assert.Contains($"kept    {file}", output);
        ChoiceFile kept = ChoiceFile.Read(file);
        Assert.Contains("NN 1x20x16x784", Assert.Single(kept.Devices).Milliseconds.Keys);
        if (IsLavapipe)
        {
            Assert.Contains("driver  LP_NUM_THREADS is 0 in your environment, and stays so", output);
            Assert.Empty(kept.Driver!.Variables);
        }

        var (ran, run, _) = Command.Run(variables, "run", scene, "--json", "--steps", "3");
        Assert.Equal(0, ran);
        Assert.Contains("weightsHash", run);
    }

    [Fact]
    public void WhatADriverIsToBeSetToReachesItUnlessTheUserSetIt()
    {
        Assert.SkipUnless(IsLavapipe, "only lavapipe has settings to be tried");
        DriverSettings narrow = new("", new Dictionary<string, string> { ["LP_NATIVE_VECTOR_WIDTH"] = "128" },
            new Dictionary<string, IReadOnlyDictionary<string, double>>());
        (ChoiceFile.Empty with { Driver = narrow }).Write(file);

        Assert.Contains("128 bits", Device(("VKLEARN_CHOICES", file), ("LP_NATIVE_VECTOR_WIDTH", null)));
        Assert.Contains("256 bits", Device(("VKLEARN_CHOICES", file), ("LP_NATIVE_VECTOR_WIDTH", "256")));
    }

    bool IsLavapipe => fixture.Gpu.Info.Driver.Contains("llvmpipe");

    static string Device(params (string, string?)[] variables)
    {
        var (exitCode, output, _) = Command.Run([.. variables.Where(v => v.Item2 is not null).Select(v => (v.Item1, v.Item2!))],
            "devices", "--json");
        Assert.Equal(0, exitCode);
        return JsonElement.Parse(output.Split('\n')[0]).GetProperty("name").GetString()!;
    }
}
