namespace VkLearn.Data;

/// <summary>Images and what is said of each as a data set: columns "image" and "captions" [references, length], tokens of
/// <see cref="CaptionWords"/>, each caption's end behind it and <see cref="CaptionWords.None"/> where there is nothing.</summary>
static class CaptionColumns
{
    public const string Captions = "captions";

    /// <param name="references">Captions an image, at most.</param>
    /// <param name="length">Words of a caption and its end, at most.</param>
    public static IReadOnlyList<Field> Fields(Shape image, CaptionWords words, int references, int length) =>
    [
        new(Dataset.Image, DType.UInt8, image, new Meaning.Image()),
        new(Captions, DType.Int32, [references, length], new Meaning.Tokens(words)),
    ];

    /// <param name="captions">Of each image, words.</param>
    public static Dataset Of(string name, byte[] images, Shape image, IReadOnlyList<IReadOnlyList<string[]>> captions, CaptionWords words,
        int references, int length)
    {
        int[] tokens = [.. captions.SelectMany(said => said.Select(caption => words.Encode(caption, length))
            .Concat(Enumerable.Repeat(Enumerable.Repeat(CaptionWords.None, length).ToArray(), references - said.Count))
            .SelectMany(caption => caption))];
        return Dataset.Of(name, new Column(Dataset.Image, images, image, new Meaning.Image()),
            new Column(Captions, tokens, [references, length], new Meaning.Tokens(words)));
    }
}
