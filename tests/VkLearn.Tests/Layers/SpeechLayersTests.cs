using VkLearn.Layers;
using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Layers;

/// <summary>Layers of waves and spectra.</summary>
public sealed class SpeechLayersTests(GpuFixture fixture) : OpTests(fixture)
{
    static Tensor Wave(int n, int length, float loudness = 1) =>
        Tensor.From([.. Enumerable.Range(0, n * length).Select(i => loudness * MathF.Sin(0.3f * i) * MathF.Sin(0.001f * i))], [n, length]);

    float[] Train(Func<Tensor[], Tensor> body, params Tensor[] inputs) => Run(body, inputs);

    float[] Evaluate(Func<Tensor> body)
    {
        using Recording recording = Gpu.Record(body, training: false);
        recording.Replay();
        return recording.Result.ToArray();
    }

    [Fact]
    public void LogMelWithARangeGoesFromSilenceToTheLoudest()
    {
        LogMel layer = new(new Framing(64, 32), new MelFilter(10, 8000), range: 8);
        float[] loud = Run(x => layer.Forward(x[0]), Wave(2, 640)), soft = Run(x => layer.Forward(x[0]), Wave(2, 640, 0.1f));
        Assert.Equal(2 * 10 * 19, loud.Length);
        Assert.Equal(1, loud.Max(), 5);
        Assert.True(loud.Min() >= 0);
        Assert.All(loud.Zip(soft), pair => Assert.Equal(pair.First, pair.Second, 3)); // loudness does not matter
        float[] plain = Run(x => new LogMel(new Framing(64, 32), new MelFilter(10, 8000)).Forward(x[0]), Tensor.Zeros([1, 64]));
        Assert.All(plain, value => Assert.Equal(MathF.Log(1e-6f), value, 4));
    }

    [Fact]
    public void MfccHasItsDeltasBelow()
    {
        Mfcc plain = new Mfcc(new Framing(64, 32), 5, new MelFilter(10, 8000));
        Mfcc all = new Mfcc(new Framing(64, 32), 5, new MelFilter(10, 8000), hasDeltas: true);
        float[] cepstra = Run(x => plain.Forward(x[0]), Wave(1, 640)), three = Run(x => all.Forward(x[0]), Wave(1, 640));
        Assert.Equal(cepstra, three[..cepstra.Length]);
        Assert.Equal(Run(x => plain.Forward(x[0]).Deltas(), Wave(1, 640)), three[cepstra.Length..(2 * cepstra.Length)]);
        Assert.Equal(3 * cepstra.Length, three.Length);
    }

    [Fact]
    public void PermuteMovesAxesButTheFirst()
    {
        Assert.Equal([1, 4, 2, 5, 3, 6], Run(x => new PermuteAxes(0, 2, 1).Forward(x[0]), Tensor.From([1f, 2, 3, 4, 5, 6], [1, 2, 3])));
        Assert.Contains("begin with 0", Assert.Throws<ArgumentException>(() => new PermuteAxes(1, 0)).Message);
        Assert.Contains("of 3 axes", Assert.Throws<ArgumentException>(() => new PermuteAxes(0, 2, 1).Forward(Tensor.Ones([2, 2]))).Message);
    }

    [Fact]
    public void AShiftedWaveIsTheSameElsewhere()
    {
        float[] given = [.. Enumerable.Range(1, 50).Select(i => (float)i)];
        float[] moved = Train(x => new AugmentWave(shift: 10).Forward(x[0]),
            Tensor.From([.. Enumerable.Repeat(given, 20).SelectMany(x => x)], [20, 50]));
        List<int> shifts = [];
        foreach (float[] row in moved.Chunk(50))
        {
            int shift = (int)MathF.Round(row[25] - given[25]);
            shifts.Add(shift);
            Assert.InRange(shift, -10, 10);
            Assert.Equal(row, Enumerable.Range(0, 50).Select(i => i + shift is >= 0 and < 50 and var at ? given[at] : 0));
        }

        Assert.True(shifts.Distinct().Count() > 5);
    }

    [Fact]
    public void SpeedKeepsTheMiddleAndNoiseIsInItsBounds()
    {
        float[] line = [.. Enumerable.Range(0, 51).Select(i => i - 25f)];
        float[] faster = Train(x => new AugmentWave(speed: 0.2f).Forward(x[0]), Tensor.From(line, [1, 51]));
        float factor = faster[30] / 5;
        Assert.InRange(factor, 0.8f, 1.2f);
        Assert.Equal(0, faster[25], 4);
        Assert.Equal(factor * 3, faster[28], 4);

        float[] noisy = Train(x => new AugmentWave(noise: 0.5f).Forward(x[0]), Tensor.Ones([10, 1000]));
        Assert.All(noisy.Chunk(1000), row => Assert.InRange(MathF.Sqrt(row.Average(x => (x - 1) * (x - 1))), 0, 0.55f));
        Assert.True(noisy.Distinct().Count() > 1000);
    }

    [Fact]
    public void MasksAreBandsAndStretches()
    {
        float[] masked = Train(x => new SpecAugment(1, 3, 1, 4).Forward(x[0]), Tensor.Ones([30, 8, 12]));
        int covered = 0;
        foreach (float[] one in masked.Chunk(96))
        {
            int rows = one.Chunk(12).Count(row => row.All(x => x == 0));
            int columns = Enumerable.Range(0, 12).Count(t => Enumerable.Range(0, 8).All(f => one[f * 12 + t] == 0));
            Assert.InRange(rows, 0, 3);
            Assert.InRange(columns, 0, 4);
            Assert.Equal(96 - (8 - rows) * (12 - columns), one.Count(x => x == 0));
            covered += rows + columns;
        }

        Assert.InRange(covered, 40, 160);
    }

    [Fact]
    public void InEvaluationWavesAndSpectraStay()
    {
        Assert.All(Evaluate(() => new AugmentWave(5, 0.1f, 0.1f).Forward(Tensor.Ones([2, 50]) * 1f)), x => Assert.Equal(1, x));
        Assert.All(Evaluate(() => new SpecAugment(2, 3, 2, 3).Forward(Tensor.Ones([2, 5, 6]) * 1f)), x => Assert.Equal(1, x));
    }

    [Fact]
    public void WhatIsNoWaveIsRefused()
    {
        Assert.Contains("needs waves", Assert.Throws<ArgumentException>(() => new AugmentWave(1).Forward(Tensor.Ones([2, 3, 4]))).Message);
        Assert.Contains("shift must be", Assert.Throws<ArgumentException>(() => new AugmentWave(-1)).Message);
        Assert.Contains("at least 9 rows", Assert.Throws<ArgumentException>(
            () => new SpecAugment(1, 9, 1, 2).Forward(Tensor.Ones([2, 8, 4]))).Message);
    }
}
