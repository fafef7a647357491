using VkLearn.Data;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>Captions as a decoder is taught them: the right words before each are given (Williams and Zipser 1989), a step on the first
/// axis.</summary>
sealed class TaughtWords
{
    readonly int images;

    /// <param name="captions">[N, references, words] of <see cref="CaptionWords"/>.</param>
    /// <param name="learned">Words from here on are unknown ones.</param>
    /// <param name="length">Words at most.</param>
    public TaughtWords(Tensor captions, int learned, int length)
    {
        images = captions.Shape[0];
        int rows = images * captions.Shape[1];
        Tensor all = captions.Cast(DType.Float32).Slice(2, 0, length).Reshape([rows, length]).Permute(1, 0);
        Tensor words = Where.Select(all >= learned, CaptionWords.Unknown, all);
        Tensor start = Tensor.Full([1, rows], CaptionWords.Start);
        Tensor before = length == 1 ? start : Concat.Of(0, start, words.Slice(0, 0, length - 1).Maximum(0f));
        Before = before.Cast(DType.Int32);
        Wanted = words.Reshape([length * rows]).Cast(DType.Int32);
        Counts = (words >= 0f).Reshape([length * rows]);
    }

    /// <summary>The word before each, Int32 [steps, rows].</summary>
    public Tensor Before { get; }

    /// <summary>The word to be said, Int32 [steps rows]; below 0 where there is none.</summary>
    public Tensor Wanted { get; }

    /// <summary>1 where there is a word to be said, [steps rows].</summary>
    public Tensor Counts { get; }

    /// <summary>How far the looks of a caption at each place of its image, over its words, are from 1: squares, added up over places and
    /// averaged over captions (Xu et al. 2015, equation 14).</summary>
    /// <param name="seen">Of each word, [steps, rows, places].</param>
    public Tensor Unseen(Tensor seen)
    {
        (int steps, int rows) = (seen.Shape[0], seen.Shape[1]);
        Tensor looks = (seen * Counts.Reshape([steps, rows, 1])).Sum(0);
        return (1f - looks).Square().Sum(-1).Mean();
    }

    /// <summary>Sums over each image's words: [steps rows] to [N].</summary>
    public Tensor OfImages(Tensor each)
    {
        int perImage = Before.Shape[1] / images;
        return each.Reshape([Before.Shape[0], images, perImage]).Sum(0).Sum(-1);
    }
}
