using VkLearn.Data;
using VkLearn.Models;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// Writes captions of a few images while their decoder learns, a word a step, each the most probable; then waits a little, and takes the
/// next image.
/// </summary>
/// <param name="words">How many the decoder chooses from.</param>
/// <param name="length">Words at most.</param>
/// <param name="images">[N, 3, rows, columns].</param>
sealed class CaptionWriter(CaptionDecoder decoder, int words, int length, Tensor images)
{
    const int Wait = 6; // steps for which a caption that is done stays
    const float Dark = 0.12f; // what is left of the image where it was not looked at

    readonly State which = new("written image", [1]), place = new("written place", [1]), written = new("written words", [length]);
    State? hidden, cell, seen;

    /// <summary>Begins with the first image again.</summary>
    public void Restart()
    {
        which.Load([0]);
        place.Load([0]);
    }

    /// <summary>To be traced, not as training.</summary>
    /// <param name="encode">Of images their maps.</param>
    /// <returns><c>image</c> [3, rows, columns]; <c>text</c>, its words so far, -1 where there are none yet; <c>map</c>, where was looked
    /// for the newest, at the end for any, and without attention everywhere; <c>looks</c> [length, 3, rows, columns], the image as bright
    /// as it was looked at for each word; and <c>words</c>, those words, <see cref="CaptionWords.End"/> where there are none.</returns>
    public IReadOnlyDictionary<string, Tensor> Step(Func<Tensor, Tensor> encode)
    {
        Tensor image = images.Gather(which.Value.Cast(DType.Int32)), at = place.Value, isFirst = at.EqualTo(0f), maps = encode(image);
        CaptionDecoder.Memory memory = decoder.Remember(maps);
        CaptionDecoder.Held begin = decoder.Begin(memory, 1);
        hidden ??= new State("written hidden", begin.Hidden.Shape);
        cell ??= new State("written cell", begin.Cell.Shape);
        Tensor places = new Iota([length]).Apply()[0].Cast(DType.Float32);
        Tensor before = Where.Select(isFirst, CaptionWords.Start, (written.Value * places.EqualTo(at - 1)).Sum().Reshape([1]).Maximum(0f));
        (CaptionDecoder.Held held, Tensor? looked) = decoder.Next(decoder.Sums(before.Cast(DType.Int32)),
            new(Where.Select(isFirst, begin.Hidden, hidden.Value), Where.Select(isFirst, begin.Cell, cell.Value)), memory);
        Tensor word = (decoder.Logits(held.Hidden) + CaptionSearch.Unsaid(words)).ArgMax(-1).Cast(DType.Float32);
        Tensor isOver = before.EqualTo(CaptionWords.End), isNow = places.EqualTo(at);
        Tensor text = Where.Select(isNow, Where.Select(isOver, CaptionWords.End, word), Where.Select(isFirst, -1f, written.Value));
        written.Assign(text);
        hidden.Assign(held.Hidden);
        cell.Assign(held.Cell);
        Dictionary<string, Tensor> made = new() { ["image"] = image.Reshape(Shape.Of(image.Shape.Sizes[1..])), ["text"] = text };
        looked ??= Tensor.Full([1, memory.Places.Shape[1]], 1f / memory.Places.Shape[1]);
        Look(made, image, looked * (1 - isOver), isNow * (1 - isOver), isFirst, maps.Shape);
        Tensor isLast = at.EqualTo(length + Wait - 1f), next = (which.Value + isLast) * (which.Value + isLast < images.Shape[0]);
        which.Assign(next);
        place.Assign((at + 1) * (1 - isLast));
        return made;
    }

    /// <param name="looked">At which places for the newest word, [1, places].</param>
    /// <param name="isNow">[length]: 1 for the newest.</param>
    void Look(Dictionary<string, Tensor> made, Tensor image, Tensor looked, Tensor isNow, Tensor isFirst, Shape maps)
    {
        (int rows, int columns) = (maps[2], maps[3]);
        seen ??= new State("written looks", [length, looked.Cols]);
        Tensor all = Where.Select(isNow.Reshape([length, 1]), looked, seen.Value * (1 - isFirst));
        seen.Assign(all);
        Tensor share = all / all.Max(-1, keepAxis: true).Maximum(1e-6f);
        Tensor bright = share.Reshape([length, 1, rows, columns]).Upsample(image.Shape[2] / rows, VkLearn.Interpolation.Bilinear);
        made["looks"] = image * (bright * (1 - Dark) + Dark);
        made["map"] = Where.Select(isNow.Sum(), isNow.Reshape([1, length]).MatMul(all), all.Max(0)).Reshape([rows, columns]);
        made["words"] = made["text"].Maximum(0f).Cast(DType.Int32);
    }
}
