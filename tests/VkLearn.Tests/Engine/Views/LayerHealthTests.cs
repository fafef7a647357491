using VkLearn.Engine.Views;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class LayerHealthTests
{
    static readonly LayerNumbers healthy = new(0.3f, 0.5f, 0.05f, 1e-3f, 0.2f);

    [Fact]
    public void NamesWhatIsWrongAndWhatHelps()
    {
        Assert.Null(LayerHealth.Of("layers.1", healthy));
        Assert.Null(LayerHealth.Of("layers.1", healthy with { Dead = -1 }));
        Assert.Equal("40 % of the units of layers.1 are never active: a lower learning rate or LeakyRelu helps.",
            LayerHealth.Of("layers.1", healthy with { Dead = 0.4f }));
        Assert.Equal("layers.1 changes by 20.0 % in a step: a lower learning rate helps.",
            LayerHealth.Of("layers.1", healthy with { Update = 0.2f }));
        Assert.Equal("layers.1 hardly changes in a step: a higher learning rate helps.",
            LayerHealth.Of("layers.1", healthy with { Update = 1e-6f }));
        Assert.Null(LayerHealth.Of("layers.1", healthy with { Update = 1e-6f }, isRateFalling: true));
        Assert.Equal("No gradient reaches layers.1: what follows it is saturated or dead.",
            LayerHealth.Of("layers.1", healthy with { Gradient = 0 }));
        Assert.StartsWith("The gradient of layers.1 is no finite number",
            LayerHealth.Of("layers.1", healthy with { Gradient = float.NaN }));
        Assert.StartsWith("The activations of layers.1 hardly differ", LayerHealth.Of("layers.1", healthy with { Deviation = 1e-4f }));
        Assert.StartsWith("The activations of layers.1 are very large", LayerHealth.Of("layers.1", healthy with { Deviation = 1e4f }));
    }
}
