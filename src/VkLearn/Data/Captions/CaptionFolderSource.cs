using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>Images of a user's own with captions: a folder with a file <c>captions.tsv</c> (<see cref="CaptionTable"/>) and the images
/// (<see cref="CaptionImages"/>). Those of part dev are to validate by, where there are some.</summary>
/// <param name="item">[3, rows, columns]: what each image is brought to.</param>
/// <param name="leastCount">How often a word must stand in captions to learn from, to be learned.</param>
public sealed class CaptionFolderSource(string directory, Shape item, int leastCount = 5) : DataSource
{
    const string File = "captions.tsv";

    CaptionTable? table;

    public override string Loading => $"reading the images and captions in {directory}";

    public override IReadOnlyList<Field> Fields => CaptionColumns.Fields(item, Words, References, Length);

    public override Shape Item => item;

    /// <summary>Whether a folder has captions.</summary>
    internal static bool IsIn(string path) => System.IO.File.Exists(Path.Combine(path, File));

    private protected override DataSource? Elsewhere(string path) => IsIn(path) ? new CaptionFolderSource(path, item, leastCount) : null;

    CaptionTable Table => table ??= CaptionTable.Read(Path.Combine(directory, File));

    IEnumerable<string[]> All => Table.Images.SelectMany(image => image.Captions);

    CaptionWords Words => (CaptionWords.Read(PreparedBy) ?? CaptionWords.Of(
        Table.Images.Where(image => image.Part == CaptionTable.Train).SelectMany(image => image.Captions), leastCount)).With(All);

    int References => Table.Images.Max(image => image.Captions.Count);

    int Length => All.Max(caption => caption.Length) + 1;

    protected override Splits Make()
    {
        byte[] images = CaptionImages.Read(directory, Table, item);
        CaptionWords words = Words;
        return new(Part(CaptionTable.Train, "train")!, Part(CaptionTable.Test, "test")!,
            Validation > 0 ? null : Part(CaptionTable.Dev, "validation"))
        {
            Preparation = words.Write(),
        };

        Dataset? Part(string part, string name)
        {
            int[] places = [.. Enumerable.Range(0, Table.Images.Count).Where(i => Table.Images[i].Part == part)];
            int bytes = (int)item.Count;
            return places.Length == 0 ? null : CaptionColumns.Of(name, [.. places.SelectMany(i => images[(i * bytes)..((i + 1) * bytes)])],
                item, [.. places.Select(i => Table.Images[i].Captions)], words, References, Length);
        }
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("CaptionFolder",
        "Images with captions of one's own: a folder with captions.tsv and the images, loose or packed.",
        settings => new CaptionFolderSource(settings.FilePath("directory"),
            DrawnCaptionsSource.ReadItem(settings), settings.Int("leastCount", 5, min: 1)));
}
