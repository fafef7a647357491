using System.Text.Json;
using Xunit;

namespace VkLearn.Tests.Cli;

public sealed class DevicesCommandTests
{
    [Fact]
    public void SaysWhatEachDeviceIsAndWhyOneIsRefused()
    {
        JsonElement usable = First(), refused = First(("VKLEARN_HIDE_FEATURE", "bufferDeviceAddress"));

        Assert.True(usable.GetProperty("usable").GetBoolean());
        Assert.True(usable.GetProperty("memoryBytes").GetInt64() > 0);
        Assert.Contains("bufferDeviceAddress", usable.GetProperty("uses").EnumerateArray().Select(feature => feature.GetString()));
        Assert.False(refused.GetProperty("usable").GetBoolean());
        Assert.Equal("lacks bufferDeviceAddress", refused.GetProperty("refusal").GetString());
    }

    static JsonElement First(params (string, string)[] variables)
    {
        var (exitCode, output, _) = Command.Run(variables, "devices", "--json");
        Assert.Equal(0, exitCode);
        return JsonElement.Parse(output.Split('\n')[0]);
    }
}
