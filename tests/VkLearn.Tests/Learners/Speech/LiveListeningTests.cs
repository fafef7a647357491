using VkLearn.Data;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Ops;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners.Speech;

[Collection("gpu")]
public sealed class LiveListeningTests(PlainGpu gpu)
{
    const int Length = 1600, Pushed = 400, Kept = 3200, Mels = 8, Frames = 39;

    static readonly Field wave = new("wave", DType.Float32, [Length], new Meaning.Wave(8000));

    /// <summary>A tone that rises, and is another at each sample.</summary>
    static readonly float[] sound =
        [.. Enumerable.Range(0, 12 * Pushed).Select(i => MathF.Sin(0.05f * i + 3e-5f * i * i) * (i + 1) / 9000)];

    /// <summary>It answers as the learner does, when it is asked of the last samples at once.</summary>
    [Theory, InlineData(3), InlineData(11)]
    public void ItAnswersToTheLastSamples(int pushes)
    {
        gpu.Gpu.Seed(1);
        LogMel spectra = new(new Framing(120, 80), new MelFilter(Mels, 8000), 9);
        using Classifier learner = new(new Sequential(spectra, new Flatten(), new Dense(Mels * 19, 3, weight: Initializer.Normal(0.3f))),
            new Adam(1e-3f));
        using LiveListening live = new(gpu.Gpu, learner, wave, Kept / 8000.0, Pushed);
        List<float[]> answers = [.. Enumerable.Range(0, Kept / Pushed).Select(_ => new float[3])];
        for (int push = 0; push < pushes; push++)
        {
            live.Push(sound.AsSpan(push * Pushed, Pushed));
            answers.Add(live.Made["probabilities"].ToArray());
        }

        float[] heard = [.. new float[Kept], .. sound[..(pushes * Pushed)]], kept = heard[^Kept..];
        Assert.Equal(kept[^Length..], live.Made["wave"].ToArray());
        using Recording whole = gpu.Gpu.Record(() => [learner.Answer(Tensor.From(kept[^Length..], [1, Length])),
            spectra.Forward(Tensor.From(kept, [1, Kept]))], training: false);
        whole.Replay();
        Assert.All(whole.Results[0].ToArray().Zip(answers[^1]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(answers.TakeLast(pushes), one => Assert.Equal(1, one.Sum(), 1e-4));

        float[] posteriors = live.Made["posteriors"].ToArray(), spectrum = live.Made["spectrum"].ToArray();
        int steps = Kept / Pushed;
        Assert.Equal((Shape.Of([3, steps]), Shape.Of([Mels, Frames])), (live.Made["posteriors"].Shape, live.Made["spectrum"].Shape));
        Assert.Equal(answers.TakeLast(steps).SelectMany((one, step) => one.Select((p, c) => (c, step, p))).OrderBy(one => one.c)
            .ThenBy(one => one.step).Select(one => one.p), posteriors);
        float[] expected = [.. whole.Results[1].ToArray().Chunk(Frames).Reverse().SelectMany(row => row)]; // low ones below
        Assert.All(expected.Zip(spectrum), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void OneThatAnswersAtEachStepShowsItsSteps()
    {
        using CtcLearner learner = new(new Sequential(new LogMel(new Framing(120, 80), new MelFilter(Mels, 8000), 9),
            new PermuteAxes(0, 2, 1), new Dense(Mels, 4)), new Adam(1e-3f));
        using LiveListening live = new(gpu.Gpu, learner, wave, 0.1, Pushed); // a wave at least is kept
        live.Push(sound.AsSpan(0, Pushed));
        float[] each = live.Made["posteriors"].ToArray();
        Assert.Equal((Shape.Of([4, 19]), Shape.Of([8, 19])), (live.Made["posteriors"].Shape, live.Made["spectrum"].Shape));
        Assert.Equal(Enumerable.Range(0, 4).Select(c => each[c * 19 + 18]), live.Made["probabilities"].ToArray());
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        using Classifier learner = new(new Dense(Length, 3), new Adam(1e-3f));
        Assert.Contains("sounds are for a learner of waves, but this one learned image", Refused(
            new("image", DType.Float32, [1, 8, 8], new Meaning.Image()), Pushed));
        Assert.Contains("0 samples are pushed at once, but 3200 are kept", Refused(wave, 0));
        Assert.Contains("Push one at least, and no more than are kept", Refused(wave, Kept + 1));

        string Refused(Field field, int pushed) => Assert.Throws<ArgumentException>(
            () => new LiveListening(gpu.Gpu, learner, field, Kept / 8000.0, pushed)).Message;
    }
}
