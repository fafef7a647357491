using VkLearn.Data;
using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Captions;

public sealed class TaughtWordsTests(GpuFixture fixture) : OpTests(fixture)
{
    /// <summary>Two captions of one image, of two words and of one: looks beyond the last word do not count.</summary>
    [Fact]
    public void UnseenIsHowFarTheLooksAtEachPlaceAreFromOne()
    {
        int word = CaptionWords.Unknown;
        Tensor captions = Tensor.From([word, word, word, -1], [1, 2, 2]);
        float[] seen = [0.5f, 0.5f, 1, 0, 0.25f, 0.75f, 0.5f, 0.5f]; // [steps, rows, places]
        float unseen = Run(x => new TaughtWords(captions, learned: 5, length: 2).Unseen(x[0]), Tensor.From(seen, [2, 2, 2]))[0];

        double first = Math.Pow(1 - 0.75, 2) + Math.Pow(1 - 1.25, 2), second = Math.Pow(1 - 1, 2) + Math.Pow(1 - 0, 2);
        Assert.Equal((first + second) / 2, unseen, 5);
    }
}
