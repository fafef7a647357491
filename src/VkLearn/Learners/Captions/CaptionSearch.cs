using VkLearn.Data;
using VkLearn.Models;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// Looks for the most probable captions of images, all on the device: at each word the most probable beginnings are kept and each is gone
/// on with (Lowerre 1976); with one it is a greedy search. One that ended stays as it is. Of those kept at the end the best by its mean log
/// probability a word is taken, so that short ones have no advantage.
/// </summary>
/// <param name="words">How many the decoder chooses from.</param>
/// <param name="width">Beginnings that are kept of each image.</param>
/// <param name="length">Words at most, the end among them.</param>
sealed class CaptionSearch(CaptionDecoder decoder, int words, int width, int length)
{
    const float Never = -1e9f;

    /// <summary>A word of all beginnings.</summary>
    /// <param name="Parent">Int32 [rows]: which row each beginning was before it.</param>
    /// <param name="Word">[rows].</param>
    /// <param name="Seen">What was looked at, by the rows before it, [rows, places]; null without attention.</param>
    sealed record Chosen(Tensor Parent, Tensor Word, Tensor? Seen);

    /// <summary>To be traced, not as training.</summary>
    /// <param name="maps">Of images [N, features, h, w]; null: there is no image.</param>
    /// <param name="images">N.</param>
    /// <returns>Words as numbers [N, length], ends behind the last; and what was looked at for each, [N, length, places], null without
    /// attention.</returns>
    public (Tensor Words, Tensor? Seen) Run(Tensor? maps, int images)
    {
        int rows = images * width;
        Tensor firstRow = Whole(images) * width; // of each image
        CaptionDecoder.Memory? memory = maps is null ? null : decoder.Remember(maps);
        CaptionDecoder.Held held = decoder.Begin(memory, rows);
        Tensor word = Tensor.Full([rows], CaptionWords.Start), ended = Tensor.Zeros([rows]), count = Tensor.Zeros([rows]);
        Tensor sum = (Whole(width) > 0f) * Never + Tensor.Zeros([images, width]); // all begin alike, so one of them is enough
        List<Chosen> all = [];
        for (int step = 0; step < length; step++)
        {
            (held, Tensor? seen) = decoder.Next(decoder.Sums(word.Cast(DType.Int32)), held, memory);
            Tensor expected = Where.Select(ended.Reshape([rows, 1]), OnlyEnd, decoder.Logits(held.Hidden).LogSoftmax() + Unsaid(words));
            (sum, Tensor best) = (sum.Reshape([rows, 1]) + expected).Reshape([images, width * words]).TopK(width);
            Tensor place = best.Cast(DType.Float32), parent = ((place + 0.5f) / words).Floor();
            word = (place - parent * words).Reshape([rows]);
            Tensor from = (parent + firstRow.Reshape([images, 1])).Reshape([rows]).Cast(DType.Int32);
            all.Add(new(from, word, seen));
            held = new(held.Hidden.Gather(from), held.Cell.Gather(from));
            count = count.Gather(from) + (1 - ended.Gather(from));
            ended = word.EqualTo(CaptionWords.End);
        }

        Tensor winner = (sum / count.Reshape([images, width])).ArgMax(-1).Cast(DType.Float32) + firstRow;
        return Back(all, winner.Cast(DType.Int32), images);
    }

    /// <summary>From the last word to the first, by whose beginning each was.</summary>
    static (Tensor Words, Tensor? Seen) Back(List<Chosen> all, Tensor row, int images)
    {
        Tensor[] words = new Tensor[all.Count], seen = new Tensor[all.Count];
        for (int step = all.Count - 1; step >= 0; step--)
        {
            Chosen chosen = all[step];
            words[step] = chosen.Word.Gather(row).Reshape([images, 1]);
            row = chosen.Parent.Gather(row);
            if (chosen.Seen is { } looked)
            {
                seen[step] = looked.Gather(row).Reshape([images, 1, looked.Cols]);
            }
        }

        return (Concat.Of(1, words), all[0].Seen is null ? null : Concat.Of(1, seen));
    }

    /// <summary>What logits are added to, so that what is no word is not said: [1, words].</summary>
    public static Tensor Unsaid(int words) => Tensor.From(
        [.. Enumerable.Range(0, words).Select(word => word is CaptionWords.Start or CaptionWords.Unknown ? Never : 0)], [1, words]);

    Tensor OnlyEnd => Tensor.From([.. Enumerable.Range(0, words).Select(word => word == CaptionWords.End ? 0 : Never)], [1, words]);

    static Tensor Whole(int count) => new Iota([count]).Apply()[0].Cast(DType.Float32);
}
