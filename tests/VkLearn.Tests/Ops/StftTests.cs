using NWaves.FeatureExtractors;
using NWaves.FeatureExtractors.Base;
using NWaves.FeatureExtractors.Options;
using NWaves.Filters.Fda;
using NWaves.Windows;
using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

/// <summary>Short-time spectra and what is made of them, against float64 and against NWaves.</summary>
public sealed class StftTests(GpuFixture fixture) : OpTests(fixture)
{
    const int Hertz = 8000;

    static readonly float[] wave = [.. Enumerable.Range(0, 4000).Select(i =>
        0.5f * MathF.Sin(0.2f * i) + 0.2f * MathF.Sin(1e-4f * i * i) + 0.01f * MathF.Sin(12.9898f * i * i % 7))];

    protected override Tolerance Tolerance => new(Forward: 2e-5, Gradient: 2e-5, Second: 1e-4, Floor: 1, Long: false);

    [Theory, InlineData(8, 3, 0), InlineData(7, 7, 9), InlineData(16, 8, 32)]
    public void Agrees(int length, int hop, int size) =>
        Check(new Stft(new Framing(length, hop, size, FrameWindow.Hamming)), [3, 41]);

    [Theory, InlineData(FrameWindow.Hann, WindowType.Hann, 256, 256), InlineData(FrameWindow.Hamming, WindowType.Hamming, 200, 256)]
    [InlineData(FrameWindow.Rectangular, WindowType.Rectangular, 128, 128)]
    public void SpectraAreThoseOfNWaves(FrameWindow window, WindowType theirs, int length, int size)
    {
        Framing framing = new(length, 100, size, window);
        (float[] real, float[] imaginary, float[] power) = (Of(x => x.Stft(framing).Real), Of(x => x.Stft(framing).Imaginary),
            Of(x => x.PowerSpectrum(framing)));
        NWaves.Transforms.Stft transform = new(length, 100, theirs, size);
        List<(float[] Real, float[] Imaginary)> parts = transform.Direct(wave);
        List<float[]> squares = transform.Spectrogram(wave, normalize: false);
        int frames = framing.FramesOf(wave.Length);
        AssertNear([.. parts.Take(frames).Select(frame => frame.Real[..framing.Bins])], real, frames);
        AssertNear([.. parts.Take(frames).Select(frame => frame.Imaginary[..framing.Bins])], imaginary, frames);
        AssertNear([.. squares.Take(frames)], power, frames);
    }

    [Fact]
    public void LogMelSpectraCepstraAndDeltasAreThoseOfNWaves()
    {
        Framing framing = new(200, 80, 256, FrameWindow.Hamming);
        float[][] bank = FilterBanks.Triangular(256, Hertz, FilterBanks.MelBands(24, Hertz, 60, 3800));
        FilterbankExtractor ofMels = new(new FilterbankOptions
        {
            SamplingRate = Hertz, FrameSize = 200, HopSize = 80, FftSize = 256, FilterBank = bank, FilterBankSize = 24, FeatureCount = 24,
            Window = WindowType.Hamming, SpectrumType = SpectrumType.Power, NonLinearity = NonLinearityType.LogE, LogFloor = 1e-6f,
        });
        MfccExtractor ofCepstra = new(new MfccOptions
        {
            SamplingRate = Hertz, FrameSize = 200, HopSize = 80, FftSize = 256, FilterBank = bank, FilterBankSize = 24, FeatureCount = 13,
            Window = WindowType.Hamming, SpectrumType = SpectrumType.Power, NonLinearity = NonLinearityType.LogE, LogFloor = 1e-6f,
            DctType = "2N", LifterSize = 0,
        });
        int frames = framing.FramesOf(wave.Length);
        AssertNear([.. ofMels.ComputeFrom(wave).Take(frames)], Of(x => x.LogMel(framing, 24, Hertz, 60, 3800)), frames);
        List<float[]> cepstra = [.. ofCepstra.ComputeFrom(wave).Take(frames)];
        AssertNear([.. cepstra], Of(x => x.Mfcc(framing, 13, 24, Hertz, 60, 3800)), frames);
        FeaturePostProcessing.AddDeltas(cepstra, includeDeltaDelta: false);
        AssertNear([.. cepstra.Select(frame => frame[13..])], Of(x => x.Mfcc(framing, 13, 24, Hertz, 60, 3800).Deltas()), frames);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains("of 256 samples, a frame, or more", Refused(() => Tensor.Ones([2, 100]).Stft(new Framing(256, 128))));
        Assert.Contains("size not below the frame", Refused(() => Tensor.Ones([2, 1000]).Stft(new Framing(256, 128, 200))));
        Assert.Contains("low < high", Refused(() => Tensor.Ones([2, 9, 3]).MelFilter(4, 8000, 100, 5000)));
        Assert.Contains("from 1 to n", Refused(() => new CosineTransform(5).Apply(Tensor.Ones([1, 4, 2]))));
        Assert.Contains("reach of 1 or more", Refused(() => Tensor.Ones([1, 4, 2]).Deltas(0)));

        static string Refused(Func<object> act) => Assert.Throws<ArgumentException>(act).Message;
    }

    float[] Of(Func<Tensor, Tensor> body) => Run(x => body(x[0]), Tensor.From(wave, [1, wave.Length]));

    /// <summary>Within 1e-4 of the largest.</summary>
    static void AssertNear(float[][] byFrame, float[] byRow, int frames)
    {
        float largest = byFrame.SelectMany(frame => frame).Max(MathF.Abs);
        Assert.Equal(byFrame.Length * byFrame[0].Length, byRow.Length);
        for (int i = 0; i < byRow.Length; i++)
        {
            Assert.InRange(byRow[i] - byFrame[i % frames][i / frames], -1e-4f * largest, 1e-4f * largest);
        }
    }
}
