using VkLearn.Gpu;
using VkLearn.Tests.Compile;
using Xunit;

namespace VkLearn.Tests.Gpu;

[Collection("gpu")]
public sealed class ChoiceFileTests(GpuFixture fixture)
{
    readonly string directory = TempFolder.New();
    readonly List<GpuMessage> messages = [];

    string File => Path.Combine(directory, "choices.json");

    [Fact]
    public void IsReadAsItWasWritten()
    {
        DriverSettings driver = new("llvmpipe 1", new Dictionary<string, string> { ["LP_NUM_THREADS"] = "3" }, Times("LP_NUM_THREADS=3"));
        ChoiceFile.Empty.With(OfThisDevice("a", "X")).With(Of("other")).With(OfThisDevice("b", "Y")).Write(File);
        (ChoiceFile.Read(File) with { Driver = driver }).Write(File);

        ChoiceFile read = ChoiceFile.Read(File);

        Assert.Equal("llvmpipe 1", read.Driver!.Driver);
        Assert.Equal(driver.Variables, read.Driver.Variables);
        Assert.Equal(0.5, read.Driver.Milliseconds["LP_NUM_THREADS=3"]["one"]);
        Assert.Equal(["other", fixture.Gpu.Info.Name], read.Devices.Select(device => device.Device)); // one of a kind: the last
        Assert.Equal(new Dictionary<string, string> { ["b"] = "Y" }, read.Devices[1].Choices);
        Assert.Equal(0.5, read.Devices[1].Milliseconds["b"]["one"]);
    }

    [Fact]
    public void TheOneOfTheCacheDirectoryIsUsed()
    {
        ChoiceFile.Empty.With(Of("other")).With(OfThisDevice("a", "X")).Write(File);

        Assert.Equal(new Dictionary<string, string> { ["a"] = "X" }, Unnamed());
        Assert.Empty(messages);
    }

    [Fact]
    public void OneOfAnotherDeviceOrDriverIsOfNoUse()
    {
        ChoiceFile.Empty.With(Of("other")).With(OfThisDevice("a", "X") with { Driver = "an older one" }).Write(File);

        Assert.Empty(Unnamed());
        Assert.Empty(messages);
        string refusal = Assert.Throws<ArgumentException>(Named).Message;
        Assert.StartsWith($"The choice file {File} is of other, 1; {fixture.Gpu.Info.Name}, an older one, this device is ", refusal);
        Assert.EndsWith("Let vklearn tune measure it, or say VKLEARN_CHOICES=off.", refusal);
    }

    [Theory]
    [InlineData("{", "is damaged: ")]
    [InlineData("""{"format": "else", "devices": []}""", "\"format\" must be \"vklearn choices 1\", received \"else\"")]
    [InlineData("""{"format": "vklearn choices 1"}""", "is damaged: ")]
    [InlineData("""{"format": "vklearn choices 1", "devices": [{"device": 3}]}""", "is damaged: ")]
    [InlineData("""{"format": "vklearn choices 1", "environment": {"driver": "x", "variables": {"LD_PRELOAD": "1"}}, "devices": []}""",
        "a variable must be a number of lavapipe's, LP_NAME, received LD_PRELOAD=1.")]
    [InlineData("""{"format": "vklearn choices 1", "environment": {"driver": "x", "variables": {"LP_X": "a/b"}}, "devices": []}""",
        "received LP_X=a/b.")]
    public void ADamagedOneIsPassedOverUnlessItWasNamed(string text, string why)
    {
        System.IO.File.WriteAllText(File, text);

        Assert.Contains(why, Assert.Throws<ArgumentException>(Named).Message);
        Assert.Empty(Unnamed());
        Assert.All(messages, message => Assert.Equal((GpuSeverity.Warning, "choices"), (message.Severity, message.Id)));
        Assert.Contains(messages, message => message.Text.Contains(why) && message.Text.EndsWith("Going on without it."));
    }

    [Fact]
    public void OneThatWasNamedMustBeThere() => Assert.ThrowsAny<IOException>(Named);

    [Fact]
    public void OffIsWithout()
    {
        ChoiceFile.Empty.With(OfThisDevice("a", "X")).Write(File);
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { CacheDirectory = directory, Choices = "off" });

        Assert.Empty(gpu.Choices);
    }

    IReadOnlyDictionary<string, string> Unnamed()
    {
        using Variable none = new("VKLEARN_CHOICES", "");
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { CacheDirectory = directory, Message = messages.Add });
        return gpu.Choices;
    }

    IReadOnlyDictionary<string, string> Named()
    {
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Choices = File });
        return gpu.Choices;
    }

    DeviceChoices OfThisDevice(string work, string way) => Of(fixture.Gpu.Info.Name) with
    {
        Driver = fixture.Gpu.Info.Driver,
        Choices = new Dictionary<string, string> { [work] = way },
        Milliseconds = Times(work),
    };

    static DeviceChoices Of(string device) => new(device, "1", new Dictionary<string, string>(), Times("c"));

    static Dictionary<string, IReadOnlyDictionary<string, double>> Times(string work) =>
        new() { [work] = new Dictionary<string, double> { ["one"] = 0.5, ["two"] = 0.25 } };
}
