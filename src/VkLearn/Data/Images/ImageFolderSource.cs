using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>Images of a user's own, a class a folder: <see cref="ImageFolder"/>.</summary>
/// <param name="item">[1 or 3, rows, columns]: what each image is brought to.</param>
/// <param name="convert">Whether grey images become coloured ones and the reverse.</param>
/// <param name="nested">Whether a class's images lie in folders below its own, too.</param>
public sealed class ImageFolderSource(string directory, Shape item, bool convert = false, bool nested = false) : DataSource
{
    IReadOnlyList<string>? classes;

    public override string Loading => $"reading the images in {directory}";
    public override IReadOnlyList<Field> Fields => Dataset.FieldsOf(item, classes ??= Known ?? ImageFolder.Classes(directory));

    /// <summary>The classes that were learned; null: those that there are.</summary>
    string[]? Known => Preparation.Read(this, PreparedBy)?.GetProperty("classes").Texts();

    /// <summary>Known without a look at the directory, which may not be there when another is to be taken.</summary>
    public override Shape Item => item;

    private protected override DataSource? Elsewhere(string path) =>
        ImageFolder.IsIn(path) ? new ImageFolderSource(path, item, convert, nested || ImageFolder.IsNested(path)) : null;

    protected override Splits Make() => ImageFolder.Read(directory, item, convert, nested, Known) with
    {
        Preparation = Preparation.Write(this, writer => writer.WriteTexts("classes", ClassNames)),
    };

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("ImageFolder", "Images of one's own, a folder a class.",
        settings =>
        {
            int channels = settings.Int("channels", 3, min: 1, max: 3);
            return channels == 2 ? throw settings.Error("\"channels\" must be 1 or 3, received 2.", "channels")
                : new ImageFolderSource(settings.FilePath("directory"), [channels, .. ImageSize.Read(settings)],
                    settings.Flag("convert", false), settings.Flag("nested", false));
        });
}
