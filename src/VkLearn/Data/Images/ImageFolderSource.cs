using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Gpu;

namespace VkLearn.Data;

/// <summary>Images of a user's own, a class a folder: <see cref="ImageFolder"/>.</summary>
/// <param name="item">[1 or 3, rows, columns]: what each image is brought to.</param>
/// <param name="convert">Whether grey images become coloured ones and the reverse.</param>
public sealed class ImageFolderSource(string directory, Shape item, bool convert = false) : DataSource
{
    readonly Lazy<IReadOnlyList<string>> classes = new(() => ImageFolder.Classes(directory));

    public override string Loading => $"reading the images in {directory}";
    public override int Classes => classes.Value.Count;
    public override IReadOnlyList<string> ClassNames => classes.Value;
    public override Shape Item => item;

    public override (Dataset Train, Dataset Test) Load(GpuDevice gpu) => ImageFolder.Read(gpu, directory, item, convert);

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("ImageFolder", "Images of one's own, a folder a class.",
        settings =>
        {
            int channels = settings.Int("channels", 3, min: 1, max: 3);
            return channels == 2 ? throw settings.Error("\"channels\" must be 1 or 3, received 2.", "channels")
                : new ImageFolderSource(settings.FilePath("directory"), [channels, .. Size(settings)], settings.Flag("convert", false));
        });

    static int[] Size(Settings settings)
    {
        const int most = 4096;
        if (settings.Required("size").IsNumber)
        {
            int side = settings.Int("size", min: 1, max: most);
            return [side, side];
        }

        int[] size = settings.Ints("size", min: 1, max: most);
        return size.Length == 2 ? size : throw settings.Error("\"size\" must be a number of pixels, or [rows, columns].", "size");
    }
}
