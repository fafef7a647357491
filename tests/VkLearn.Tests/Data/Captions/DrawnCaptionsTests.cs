using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data.Captions;

[Collection("gpu")]
public sealed class DrawnCaptionsTests(GpuFixture fixture)
{
    const int Side = 32;

    static (string[] Words, byte[] Image) Draw(uint seed, uint index, bool heldOut)
    {
        byte[] image = new byte[3 * Side * Side];
        return (DrawnCaptions.Draw(seed, index, heldOut, Side, image), image);
    }

    static string PairOf(string[] words) =>
        string.Join(" and ", ((string[])[$"{words[1]} {words[2]}", $"{words[^2]} {words[^1]}"]).Order());

    [Fact]
    public void NoPairOfTheTestIsSeenInTraining()
    {
        HashSet<string> train = [], test = [], things = [];
        for (uint i = 0; i < 3000; i++)
        {
            string[] words = Draw(1, i, heldOut: false).Words;
            train.Add(PairOf(words));
            things.Add($"{words[1]} {words[2]}");
            test.Add(PairOf(Draw(2, i, heldOut: true).Words));
        }

        Assert.Empty(train.Intersect(test));
        Assert.Equal(36, things.Count); // each is seen with others
        Assert.InRange(train.Count, 400, 560); // of 630 pairs four in five
        Assert.InRange(test.Count, 80, 180);
    }

    /// <summary>The first named is the larger, and lies where the caption says.</summary>
    [Fact]
    public void CaptionsAreTrue()
    {
        for (uint i = 0; i < 200; i++)
        {
            (string[] words, byte[] image) = Draw(3, i, heldOut: false);
            if (words is not ["a", "red", _, .., "a", "blue", _])
            {
                continue;
            }

            (int count, double x, double y) red = Of(image, 0, 2), blue = Of(image, 2, 0);
            Assert.True(red.count > blue.count, string.Join(' ', words));
            (double dx, double dy) = (red.x - blue.x, red.y - blue.y);
            Assert.True(words[3] switch { "above" => dy < -5, "below" => dy > 5, "left" => dx < -5, _ => dx > 5 }, string.Join(' ', words));
        }
    }

    /// <summary>How many pixels have far more of a channel than of another, and their mean place.</summary>
    static (int Count, double X, double Y) Of(byte[] image, int channel, int other)
    {
        int[] places = [.. Enumerable.Range(0, Side * Side)
            .Where(i => image[channel * Side * Side + i] > image[other * Side * Side + i] + 80)];
        return (places.Length, places.Average(i => i % Side), places.Average(i => i / Side));
    }

    [Fact]
    public void IsTheSameEverywhere()
    {
        Assert.Equal(Draw(1, 5, false).Image, Draw(1, 5, false).Image);
        Assert.NotEqual(Draw(1, 5, false).Image, Draw(2, 5, false).Image);
        using Dataset a = new DrawnCaptionsSource(20, 5, Side, 1).Load(fixture.Gpu).Train;
        using Dataset b = new DrawnCaptionsSource(30, 5, Side, 1).Load(fixture.Gpu).Train;
        Assert.Equal(a.Read("image"), b.Read("image")[..(20 * 3 * Side * Side)]);
        Assert.Equal(Shape.Of([1, 9]), a["captions"].Shape);
    }
}
