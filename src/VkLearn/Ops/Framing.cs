namespace VkLearn.Ops;

/// <summary>What a frame of a wave is multiplied with before its transform.</summary>
public enum FrameWindow
{
    /// <summary>0.5 - 0.5 cos: 0 at both ends.</summary>
    Hann,

    /// <summary>0.54 - 0.46 cos.</summary>
    Hamming,

    /// <summary>Ones.</summary>
    Rectangular,
}

/// <summary>How a wave is cut into frames, and what is transformed of each.</summary>
/// <param name="Length">Samples of a frame.</param>
/// <param name="Hop">Samples from one frame's begin to the next's.</param>
/// <param name="Size">Samples that are transformed: the frame, and zeros; 0: the frame.</param>
public readonly record struct Framing(int Length, int Hop, int Size = 0, FrameWindow Window = FrameWindow.Hann)
{
    int Transformed => Size == 0 ? Length : Size;

    /// <summary>Frequencies, from 0 to half the rate.</summary>
    public int Bins => Transformed / 2 + 1;

    /// <summary>Whole frames in so many samples.</summary>
    public int FramesOf(int samples) => samples < Length ? 0 : (samples - Length) / Hop + 1;

    /// <exception cref="ArgumentException">They are no waves, shorter than a frame, or a number is out of its range.</exception>
    internal Tensor Check(string op, Tensor wave)
    {
        if (Length < 2 || Hop < 1 || (Size != 0 && Size < Length))
        {
            throw new ArgumentException($"{op}: a frame needs 2 samples or more, a hop 1, and a size not below the frame, received frame "
                + $"{Length}, hop {Hop}, size {Size}.");
        }

        return wave.Shape.Rank == 2 && wave.Shape[1] >= Length ? wave : throw new ArgumentException(
            $"{op}: needs waves [N, L] of {Length} samples, a frame, or more, received {wave}.");
    }

    /// <summary>[2 bins, Length]: the window times the cosines of all frequencies, then times minus their sines.</summary>
    internal float[] Transform()
    {
        float[] rows = new float[2 * Bins * Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int row = i / Length, at = i % Length, bin = row % Bins;
            double angle = 2 * Math.PI * ((long)bin * at % Transformed) / Transformed; // the turn only, so that it stays exact
            rows[i] = (float)(At(at) * (row < Bins ? Math.Cos(angle) : -Math.Sin(angle)));
        }

        return rows;
    }

    double At(int at)
    {
        double cosine = Math.Cos(2 * Math.PI * at / (Length - 1));
        return Window switch
        {
            FrameWindow.Hann => 0.5 - 0.5 * cosine,
            FrameWindow.Hamming => 0.54 - 0.46 * cosine,
            _ => 1,
        };
    }
}
