using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>Random programs against the interpreter, in each way that the compiler can be told to compile.</summary>
[Collection("gpu")]
public sealed class ProgramsTests(GpuFixture fixture, PlainGpu plain)
{
    [Fact]
    public void RandomProgramsMeanWhatTheirDefinitionsSay()
    {
        for (int seed = 100; seed < 115; seed++)
        {
            RandomGraph graph = new(seed);
            using Recording step = plain.Gpu.Record(graph.Trace);
            step.Replay();
            (double[][] results, double[][] states) = Reference(seed);
            for (int i = 0; i < results.Length; i++)
            {
                Close.To(results[i], step.Results[i].ToArray(), 1e-3);
            }

            // A program may not use one of its states.
            foreach ((State state, double[] expected) in graph.States.Zip(states).Where(pair => pair.First.Home is not null))
            {
                Close.To(expected, state.ToArray(), 1e-3);
            }
        }
    }

    static (double[][] Results, double[][] States) Reference(int seed)
    {
        RandomGraph graph = new(seed);
        Interpreter interpreter = new(default);
        using (Trace.Begin(new Trace()))
        {
            foreach (State state in graph.States)
            {
                interpreter.Bind(state.Value, Array.ConvertAll(state.Initial(Session.Of(GpuFixture.Current!.Gpu)), value => (double)value));
            }

            Tensor[] results = graph.Trace();
            return (interpreter.Values(results), interpreter.Values([.. graph.States.Select(state => state.Value)]));
        }
    }

    public static TheoryData<string> Plans => [.. Models.Names];

    [Theory, MemberData(nameof(Plans))]
    public void TheSameBitsHoweverItIsCompiled(string name)
    {
        float[] usual = Bits(plain.Gpu, name, 5);
        Assert.DoesNotContain(usual, float.IsNaN);
        Assert.Equal(usual, Bits(fixture.Gpu, name, 5));
        foreach (string off in (string[])["VKLEARN_FUSE", "VKLEARN_ALIAS", "VKLEARN_WALK"])
        {
            using Variable switched = new(off, "0");
            Assert.Equal(usual, Bits(plain.Gpu, name, 5));
        }
    }

    static float[] Bits(GpuDevice gpu, string name, int steps)
    {
        using Model model = Models.Record(gpu, name);
        model.Step.Replay(steps);
        return model.Values;
    }
}
