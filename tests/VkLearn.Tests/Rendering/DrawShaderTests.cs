using VkLearn.Gpu;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

public sealed class DrawShaderTests
{
    [Fact]
    public void RefusesWhatDoesNotBeginWithItsPlace()
    {
        ShaderCode words = ShaderCode.FromResource(typeof(DrawShaderTests).Assembly, "Words.frag");
        string message = Assert.Throws<ArgumentException>(() => new DrawShader(words)).Message;

        Assert.StartsWith("Words.frag: a view draws with a fragment shader whose arguments begin with originX, originY, sizeX, sizeY, "
            + "received a Fragment shader of (", message);
    }

    [Fact]
    public void RefusesOtherStages() => Assert.Contains("received a Compute shader of (", Assert.Throws<ArgumentException>(
        () => new DrawShader(ShaderCode.FromResource(typeof(Renderer).Assembly, "Range.comp"))).Message);
}
