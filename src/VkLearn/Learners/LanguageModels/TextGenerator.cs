using VkLearn.Gpu;

namespace VkLearn.Learners;

/// <summary>A trained language model that writes on after a prompt, by a recording of its own.</summary>
public sealed class TextGenerator : IDisposable
{
    const int Part = 64; // tokens that are read at once, so that the device need not wait for each

    readonly TokenWriter writer;
    readonly Recording step;

    /// <param name="learner">It was built.</param>
    public TextGenerator(GpuDevice gpu, LanguageModelLearner learner, TokenChoice choice)
    {
        writer = new TokenWriter(learner, Part);
        step = gpu.Record(() => writer.Step(choice.Of)["text"], training: false, name: "writing step");
    }

    /// <summary>So many tokens, some at a time. To be run to its end.</summary>
    /// <param name="prompt">What it goes on after; empty: after a line's end.</param>
    public IEnumerable<int[]> Write(int[] prompt, int length)
    {
        writer.Begin(prompt, () => step.Replay());
        for (int written = 0; written < length; written += Part)
        {
            int count = Math.Min(Part, length - written);
            step.Replay(count);
            yield return [.. step.Result.ToArray()[^count..].Select(token => (int)token)];
        }
    }

    public void Dispose() => step.Dispose();
}
