using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Two coloured shapes and a caption that VkLearn draws itself: <see cref="DrawnCaptions"/>. The test is of pairs of things that training
/// never shows together. A user's own folder of images and captions is taken in their place.
/// </summary>
/// <param name="side">Rows and columns of an image.</param>
/// <param name="seed">Below 2^31; the same seed gives the same images on every machine.</param>
public sealed class DrawnCaptionsSource(int train, int test, int side, int seed) : DataSource
{
    const uint ForTest = 1u << 31; // no seed that training can have
    const int MostWords = 8;       // of a caption: "a red circle left of a blue square"
    const int MostImages = 100_000;

    static readonly CaptionWords words = CaptionWords.Of(DrawnCaptions.All, leastCount: 1);

    public override string Loading => $"drawing {train} images with captions, and {test} for the test";

    public override IReadOnlyList<Field> Fields => CaptionColumns.Fields(Item, words, references: 1, MostWords + 1);

    public override Shape Item => [3, side, side];

    private protected override DataSource? Elsewhere(string path) =>
        CaptionFolderSource.IsIn(path) ? new CaptionFolderSource(path, Item) : null;

    protected override Splits Make() => new(Draw("train", train, (uint)seed, heldOut: false),
        Draw("test", test, (uint)seed | ForTest, heldOut: true)) { Preparation = words.Write() };

    Dataset Draw(string name, int count, uint from, bool heldOut)
    {
        int bytes = (int)Item.Count;
        byte[] images = new byte[count * bytes];
        string[][][] captions = new string[count][][];
        Parallel.For(0, count, i => captions[i] =
            [DrawnCaptions.Draw(from, (uint)i, heldOut, side, images.AsSpan(i * bytes, bytes))]);
        return CaptionColumns.Of(name, images, Item, captions, words, references: 1, MostWords + 1);
    }

    /// <summary>Reads <c>"size"</c>.</summary>
    internal static Shape ReadItem(Settings settings)
    {
        int side = settings.Int("size", 64, min: 16, max: 256);
        return [3, side, side];
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnCaptions",
        "Two coloured shapes and what is to be said of them, tested on pairs not seen together; or images and captions of one's own.",
        settings => new DrawnCaptionsSource(settings.Int("train", 10_000, min: 1, max: MostImages),
            settings.Int("test", 1000, min: 1, max: MostImages), ReadItem(settings)[1], settings.Int("seed", 1, min: 0)));
}
