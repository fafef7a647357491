using VkLearn.Engine;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class TimeTests
{
    readonly Scene scene = new();
    readonly Ticks ticks = new();

    public TimeTests() => scene.Add("ticks", ticks);

    [Theory]
    [InlineData(0.02, 100, 100)]
    [InlineData(0.1, 20, 100)]
    [InlineData(0.005, 400, 100)]
    [InlineData(1 / 30.0, 60, 100)]
    [InlineData(1 / 60.0, 120, 100)]
    [InlineData(0, 10, 0)]
    public void TheSimulationKeepsPaceWithTime(double delta, int frames, int steps)
    {
        for (int i = 0; i < frames; i++)
        {
            scene.Frame(delta);
        }

        Assert.Equal((steps, frames), (ticks.Fixed, ticks.Frames));
        Assert.Equal(frames, scene.Time.Frame);
        Assert.Equal(delta, scene.Time.Delta);
        Assert.Equal(delta * frames, scene.Time.Total, tolerance: 1e-9);
    }

    [Fact]
    public void TheStepOfTheSimulationCanBeSet()
    {
        scene.Time.FixedDelta = 0.25;
        scene.Frame(0.3);
        scene.Frame(0.3);

        Assert.Equal(2, ticks.Fixed);
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => scene.Time.FixedDelta = 0);
        Assert.Contains("above 0 s, received 0", e.Message);
    }

    [Fact]
    public void AVeryLongFrameCountsAsAShortOne()
    {
        scene.Frame(60);

        Assert.Equal(Time.LongestDelta, scene.Time.Delta);
        Assert.Equal(16, ticks.Fixed);
    }

    [Fact]
    public void ItGoesAsFastAsItsScaleSays()
    {
        scene.Frame(0.1);
        scene.Time.Scale = 0;
        scene.Frame(0.1);
        Assert.Equal((0, 0.1, 5), (scene.Time.Delta, scene.Time.UnscaledDelta, ticks.Fixed));
        scene.Time.Scale = 3;
        scene.Frame(0.1);

        Assert.Equal(0.4, scene.Time.Total, tolerance: 1e-9);
        Assert.Equal(0.3, scene.Time.UnscaledTotal, tolerance: 1e-9);
        Assert.Equal((20, 3), (ticks.Fixed, ticks.Frames));
    }

    [Theory, InlineData(-0.1), InlineData(101), InlineData(double.NaN)]
    public void RefusesAScaleThatIsNone(double scale) => Assert.Contains($"Scale must be from 0 to 100, received {scale}.",
        Assert.Throws<ArgumentOutOfRangeException>(() => scene.Time.Scale = scale).Message);

    [Theory, InlineData(-1), InlineData(double.NaN)]
    public void TimeDoesNotGoBack(double delta) => Assert.Throws<ArgumentOutOfRangeException>(() => scene.Frame(delta));

    sealed class Ticks : Behaviour
    {
        public int Fixed { get; private set; }
        public int Frames { get; private set; }

        protected override void FixedUpdate() => Fixed++;
        protected override void Update() => Frames++;
    }
}
