using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Images of an idx file (<see cref="IdxFile"/>), grey ones [count, rows, columns] or red, green and blue [count, rows, columns, 3]. Column
/// "image" [1 or 3, rows, columns], and "label" where there are labels.
/// </summary>
/// <param name="images">The file, plain or gzip.</param>
/// <param name="labels">A file of one byte an image; null: there are none.</param>
public sealed class IdxSource(string images, string? labels = null) : DataSource
{
    Column[]? all;

    /// <summary>Rows and columns that each image is brought to; null: it stays as it is.</summary>
    public Shape? Size { get; init; }

    public Split Split { get; init; } = new();

    private protected override Split ValidationSplit => Split;

    public override string Loading => $"reading the images {images}{(labels is null ? "" : $" and what they are by {labels}")}";

    public override IReadOnlyList<Field> Fields => [.. (all ??= Read()).Select(column => column.Field)];

    protected override Splits Make() => Dataset.Of("train", all ??= Read()).Divide(Split, images);

    Column[] Read()
    {
        IdxFile file = IdxFile.Read(images);
        (byte[] bytes, Shape item) = ImagesOf(file);
        Column image = new("image", bytes, item, new Meaning.Image());
        return labels is null ? [image] : [image, LabelOf(labels, file.Sizes[0])];
    }

    (byte[] Bytes, Shape Item) ImagesOf(IdxFile file) => file.Sizes switch
    {
        [_, var rows, var columns] => Sized(file.Bytes, [1, rows, columns]),
        [_, var rows, var columns, 3] => Sized((byte[])ImageAxes.ChannelsFirst(file.Bytes, [rows, columns, 3]).Values, [3, rows, columns]),
        _ => throw new DataException(images, $"axes [{string.Join(", ", file.Sizes)}] are not those of images, [count, rows, columns] "
            + "or [count, rows, columns, 3]"),
    };

    (byte[] Bytes, Shape Item) Sized(byte[] bytes, Shape item)
    {
        (int rows, int columns) = (item[1], item[2]);
        if (Size is not { } size || (size[0] == rows && size[1] == columns))
        {
            return (bytes, item);
        }

        IEnumerable<byte> sized = bytes.Chunk(rows * columns)
            .SelectMany(plane => ImageSize.Resized(Array.ConvertAll(plane, value => (float)value), rows, columns, size[0], size[1]));
        return ([.. sized], [item[0], size[0], size[1]]);
    }

    static Column LabelOf(string path, int count)
    {
        IdxFile file = IdxFile.Read(path);
        return file.Sizes is [var labelled] && labelled == count
            ? new Column("label", Array.ConvertAll(file.Bytes, label => (int)label), [],
                new Meaning.Label([.. Enumerable.Range(0, file.Bytes.Max() + 1).Select(label => $"{label}")]))
            : throw new DataException(path, $"axes [{string.Join(", ", file.Sizes)}], but {count} images need as many labels: [{count}]");
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("Idx", "Images of an idx file of one's own, brought to a size.",
        settings => new IdxSource(settings.FilePath("images"), settings.Has("labels") ? settings.FilePath("labels") : null)
        {
            Size = settings.Has("size") ? Shape.Of(ImageSize.Read(settings)) : null,
            Split = Split.Read(settings),
        });
}
