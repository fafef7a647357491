using VkLearn.Data;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using Xunit;

namespace VkLearn.Tests.Learners;

/// <summary>What is written by a model that knows only which token follows which, so that all can be counted.</summary>
[Collection("gpu")]
public sealed class TextGeneratorTests(PlainGpu gpu)
{
    // After "a" "b" is likely, but nothing after that is; after "c" surely "d" follows.
    static readonly double[][] follow = [[0.1, 0.5, 0.4, 0], [0.25, 0.25, 0.25, 0.25], [0, 0, 0, 1], [0.9, 0.1, 0, 0]];

    static LanguageModelLearner Pairs(int window)
    {
        LanguageModelLearner learner = new(new Identity(), new Adam(1e-3f), 4);
        learner.Build([new("tokens", DType.Int32, [window], new Meaning.Tokens(["a", "b", "c", "d"]))]);
        return learner;
    }

    static void Load(LanguageModelLearner learner)
    {
        float[] one = new float[16];
        for (int i = 0; i < 4; i++)
        {
            one[5 * i] = 1;
        }

        foreach ((string name, float[] values) in new (string, float[])[]
        {
            ("embedding.weight", one), ("last.bias", new float[4]),
            ("last.weight", [.. follow.SelectMany(row => row).Select(share => share == 0 ? -60 : (float)Math.Log(share))]),
        })
        {
            learner.Models.SelectMany(model => model.Parameters).Single(parameter => parameter.Path == name).Load(values);
        }
    }

    [Theory, InlineData(2), InlineData(7)]
    public void TokensFollowEachOtherByTheirProbability(int window)
    {
        using LanguageModelLearner learner = Pairs(window);
        gpu.Gpu.Seed(3);
        using TextGenerator generator = new(gpu.Gpu, learner, new TokenChoice());
        Load(learner);
        int[] text = [0, .. generator.Write([3, 0], 6000).SelectMany(part => part)];
        Assert.Equal(6001, text.Length);
        int[][] counts = [.. Enumerable.Range(0, 4).Select(_ => new int[4])];
        foreach ((int first, int second) in text.Zip(text[1..]))
        {
            counts[first][second]++;
        }

        Assert.All(Enumerable.Range(0, 4), first => Assert.All(Enumerable.Range(0, 4), second =>
        {
            (double share, int of) = (follow[first][second], counts[first].Sum());
            Assert.InRange((double)counts[first][second] / of - share, -5 * Math.Sqrt(share * (1 - share) / of),
                5 * Math.Sqrt(share * (1 - share) / of));
        }));
    }

    [Fact]
    public void TheSameSeedWritesTheSame()
    {
        int[] Write(uint seed)
        {
            using LanguageModelLearner learner = Pairs(3);
            gpu.Gpu.Seed(seed);
            using TextGenerator generator = new(gpu.Gpu, learner, new TokenChoice());
            Load(learner);
            return [.. generator.Write([], 200).SelectMany(part => part)];
        }

        Assert.Equal(Write(4), Write(4));
        Assert.NotEqual(Write(4), Write(5));
    }

    /// <summary>The greedy way takes "b" after "a", of whose text 1 in 8 is worth less than the 2 in 5 of the other.</summary>
    [Fact]
    public void ABeamFindsWhatGreedDoesNot()
    {
        using LanguageModelLearner learner = Pairs(3);
        using BeamSearch wide = new(gpu.Gpu, learner, 3), narrow = new(gpu.Gpu, learner, 1);
        Load(learner);
        (int[] greedy, double less) = narrow.Write([0], 2);
        (int[] best, double more) = wide.Write([0], 2);
        Assert.Equal(1, greedy[0]);
        Assert.Equal(Math.Log(0.5 * 0.25), less, 1e-5);
        Assert.Equal([2, 3], best);
        Assert.Equal(Math.Log(0.4), more, 1e-5);
        Assert.Equal([2, 3, 0, 2, 3, 0], wide.Write([3, 3, 3, 3, 0], 6).Tokens); // beyond the window
    }
}
