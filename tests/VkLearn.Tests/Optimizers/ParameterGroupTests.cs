using VkLearn.Extension;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Optimizers;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Optimizers;

/// <summary>Parameters with a learning rate or weight decay of their own.</summary>
[Collection("gpu")]
public sealed class ParameterGroupTests(GpuFixture fixture)
{
    const int Steps = 3;
    const float Rate = 0.05f;

    readonly GpuDevice gpu = fixture.Gpu;

    /// <summary>Weights of odd sizes, biases between them, all at 2.</summary>
    sealed class Model : Layer
    {
        public Model()
        {
            Shape[] shapes = [[7, 5], [5], [3, 2], [33], [1, 1025]];
            for (int i = 0; i < shapes.Length; i++)
            {
                Add($"p{i}", shapes[i], Initializer.Constant(2));
            }
        }

        protected override Tensor Apply(Tensor input) => input;
    }

    /// <summary>The first parameter's values to the last's, after steps by gradients of 1; of a parameter all are the same.</summary>
    double[] Train(Optimizer optimizer, out int dispatches)
    {
        Model model = new();
        using Recording step = gpu.Record(() => optimizer.Apply(model.Parameters, [.. model.Parameters.Select(p => Tensor.Ones(p.Shape))]));
        step.Replay(Steps);
        gpu.Memory.CheckGuards();
        dispatches = step.Dispatches;
        return [.. model.Parameters.Select(parameter => (double)Assert.Single(parameter.ToArray().Distinct()))];
    }

    /// <summary>Of AdamW and gradients of 1 each step takes the rate, after the decay.</summary>
    static double AdamW(double decay, double factor = 1)
    {
        double w = 2;
        for (int i = 0; i < Steps; i++)
        {
            w = w * (1 - Rate * factor * decay) - Rate * factor;
        }

        return w;
    }

    static double Sgd(double decay, double factor = 1)
    {
        double w = 2;
        for (int i = 0; i < Steps; i++)
        {
            w -= Rate * factor * (1 + decay * w);
        }

        return w;
    }

    [Fact]
    public void AdamWSparesBiasesInOneDispatch()
    {
        double[] trained = Train(new AdamW(Rate, weightDecay: 0.5f), out int dispatches);
        Close.To([AdamW(0.5), AdamW(0), AdamW(0.5), AdamW(0), AdamW(0.5)], Array.ConvertAll(trained, w => (float)w));
        Train(new Adam(Rate), out int plain);
        Assert.Equal(plain, dispatches);
    }

    [Fact]
    public void LayersSayWhatDecays()
    {
        Assert.Equal([true, false], new Dense(3, 2).Parameters.Select(parameter => parameter.Decays));
        Assert.Equal([true, false], new Conv2d(3, 2, 3).Parameters.Select(parameter => parameter.Decays));
        Assert.Equal([false, false], new LayerNorm([2, 3]).Parameters.Select(parameter => parameter.Decays));
        Assert.Equal([false, false], new BatchNorm(3).Parameters.Select(parameter => parameter.Decays));
    }

    [Fact]
    public void TheFirstGroupThatHoldsAParameterCounts()
    {
        ParameterGroup[] groups = [new("p1", 0.5f), new("p3", WeightDecay: 0.25f), new("p4", 0), new("p*", 2, 0.125f)];
        double[] trained = Train(new Sgd(Rate, weightDecay: 0.5f) { Groups = groups }, out int dispatches);
        Close.To([Sgd(0.125, 2), Sgd(0.5, 0.5), Sgd(0.125, 2), Sgd(0.25), 2], Array.ConvertAll(trained, w => (float)w));
        Train(new Sgd(Rate), out int plain);
        Assert.Equal(plain, dispatches);

        trained = Train(new AdamW(Rate, weightDecay: 0.5f) { Groups = groups }, out _);
        Close.To([AdamW(0.125, 2), AdamW(0, 0.5), AdamW(0.125, 2), AdamW(0.25), 2], Array.ConvertAll(trained, w => (float)w));
    }

    [Fact]
    public void AllMayBeInOne()
    {
        double[] trained = Train(new AdamW(Rate) { Groups = [new("*", 3, 0.5f)] }, out _);
        Close.To(Enumerable.Repeat(AdamW(0.5, 3), 5), Array.ConvertAll(trained, w => (float)w));
    }

    /// <summary>Without a kernel, and with clipping, which goes over all gradients.</summary>
    [Fact]
    public void AUsersRuleHasThemToo()
    {
        double[] trained = Train(new Lion(Rate) { Groups = [new("p2", 2, 0.5f), new("p3", 2, 0.5f)], ClipNorm = 1 }, out _);
        double apart = 2;
        for (int i = 0; i < Steps; i++)
        {
            apart -= 2 * Rate * (1 + 0.5 * apart);
        }

        double plain = 2 - Steps * Rate;
        Close.To([plain, plain, apart, apart, plain], Array.ConvertAll(trained, w => (float)w));
    }

    [Theory, InlineData("layers.1", "layers.1.weight", true), InlineData("layers.1", "layers.10.weight", false),
        InlineData("layers.1.weight", "layers.1.weight", true), InlineData("*.bias", "layers.1.bias", true),
        InlineData("*.bias", "bias", false), InlineData("*bias", "bias", true), InlineData("layers.*.norm", "layers.3.norm.weight", true),
        InlineData("*", "weight", true), InlineData("weight", "layers.1.weight", false)]
    public void APathHoldsWhatIsBelowIt(string match, string path, bool isHeld) =>
        Assert.Equal(isHeld, new ParameterGroup(match).Holds(new Parameter(path, [1], Initializer.Zeros)));

    [Fact]
    public void AGroupThatHoldsNothingIsRefused() =>
        Assert.Equal("Sgd: the group \"p11\" holds no parameter. Did you mean \"p1\"? There are p0, p1, p2, p3, p4.",
            Assert.Throws<ArgumentException>(() => Train(new Sgd(Rate) { Groups = [new("p11")] }, out _)).Message);

    [Fact]
    public void ADecayOfARuleThatHasNoneIsRefused() =>
        Assert.StartsWith("Descent: ParameterGroup { Match = p1, LearningRateFactor = 1, WeightDecay = 1 } sets a weight decay, which",
            Assert.Throws<ArgumentException>(() => Train(new Descent { Groups = [new("p1", WeightDecay: 1)] }, out _)).Message);

    sealed class Descent() : Optimizer(0.05f)
    {
        protected override UpdateRule Rule { get; } = new Plain();
    }

    sealed record Plain : UpdateRule
    {
        public override int Moments => 0;

        protected override Tensor[] Define(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step) =>
            [weight - rate * gradient];
    }

    [Fact]
    public void ScenesNameThem()
    {
        Optimizer optimizer = Catalog<Optimizer>.Read(Settings.Parse("test", """
            { "type": "AdamW", "learningRate": 1e-3,
              "groups": [{ "match": "layers.0", "learningRateFactor": 0.5 }, { "match": "*.bias", "weightDecay": 0.25 }] }
            """u8));
        Assert.Equal([new("layers.0", 0.5f), new("*.bias", 1, 0.25f)], optimizer.Groups);
        Assert.Contains("unknown key \"learnRate\"", Assert.Throws<SettingsException>(() => Catalog<Optimizer>.Read(Settings.Parse("test",
            """{ "type": "Sgd", "learningRate": 1, "groups": [{ "match": "a", "learnRate": 2 }] }"""u8))).Message);
    }

    /// <summary>A checkpoint's text, by which it refuses to go on with others.</summary>
    [Fact]
    public void TheRulesTextTellsThem()
    {
        Assert.NotEqual(new Sgd(Rate).RuleText, new Sgd(Rate) { Groups = [new("a", 2)] }.RuleText);
        Assert.Equal("SgdRule { Moments = 0, Momentum = 0, Nesterov = False, WeightDecay = 0 }", new Sgd(Rate).RuleText);
    }
}
