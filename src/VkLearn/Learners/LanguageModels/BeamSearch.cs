using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// Looks for the most probable text after a prompt: at each step the most probable beginnings are kept and each is gone on with (Lowerre
/// 1976). It knows what a sampler does not: what comes after a token. What it finds is dull where a sampler is lively.
/// </summary>
public sealed class BeamSearch : IDisposable
{
    readonly int context, width, first;
    readonly State window, length;
    readonly Recording step;

    /// <param name="learner">It was built.</param>
    /// <param name="width">Beginnings that are kept.</param>
    public BeamSearch(GpuDevice gpu, LanguageModelLearner learner, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (context, this.width, first) = (learner.Window, width, learner.FirstToken);
        window = new State("beams", [width, context]);
        length = new State("beams' length", [], 1);
        step = gpu.Record(() =>
        {
            Tensor hidden = learner.Hidden(window.Value.Cast(DType.Int32));
            return learner.Logits(hidden.Gather((length.Value - 1).Cast(DType.Int32).Reshape([1]), axis: 1)).LogSoftmax();
        }, training: false, name: "beam step");
    }

    /// <param name="Tokens">The prompt and what follows it.</param>
    /// <param name="LogProbability">Of what follows it, in nats.</param>
    sealed record Beam(int[] Tokens, double LogProbability);

    /// <summary>The most probable tokens that were found, and the logarithm of their probability, in nats.</summary>
    /// <param name="prompt">What it goes on after; empty: after a line's end.</param>
    public (int[] Tokens, double LogProbability) Write(int[] prompt, int length)
    {
        int[] begin = prompt.Length > 0 ? prompt : [first];
        Beam[] beams = [new(begin, 0)];
        for (int i = 0; i < length; i++)
        {
            float[] expected = Expect(beams);
            int tokens = expected.Length / width;
            beams =
            [
                .. beams.SelectMany((beam, row) => Enumerable.Range(0, tokens)
                        .Select(token => (Beam: beam, Token: token, Sum: beam.LogProbability + expected[row * tokens + token])))
                    .OrderByDescending(one => one.Sum).Take(width).Select(one => new Beam([.. one.Beam.Tokens, one.Token], one.Sum)),
            ];
        }

        return (beams[0].Tokens[begin.Length..], beams[0].LogProbability);
    }

    /// <summary>The logarithms of each token's probability after each beam, a row a beam.</summary>
    float[] Expect(Beam[] beams)
    {
        int seen = Math.Min(context, beams[0].Tokens.Length);
        float[] placed = new float[width * context];
        for (int row = 0; row < beams.Length; row++)
        {
            for (int i = 0; i < seen; i++)
            {
                placed[row * context + i] = beams[row].Tokens[beams[row].Tokens.Length - seen + i];
            }
        }

        window.Load(placed);
        length.Load([seen]);
        step.Replay();
        return step.Result.ToArray();
    }

    public void Dispose()
    {
        step.Dispose();
        window.Dispose();
        length.Dispose();
    }
}
