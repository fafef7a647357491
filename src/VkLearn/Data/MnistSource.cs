using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Gpu;

namespace VkLearn.Data;

/// <summary>A set in the form of MNIST, from idx files: <see cref="Mnist"/>.</summary>
/// <param name="directory">Where the files are; by default Fashion-MNIST as <see cref="Mnist.Train"/> finds it.</param>
public sealed class MnistSource(string? directory = null) : DataSource
{
    public override string Loading => directory is null ? "reading Fashion-MNIST" : $"reading the idx files of {directory}";
    public override int Classes => 10;

    public override (Dataset Train, Dataset Test) Load(GpuDevice gpu) => (Mnist.Train(gpu, directory), Mnist.Test(gpu, directory));

    [ModuleInitializer]
    internal static void Register()
    {
        Catalog<DataSource>.Add("FashionMnist", _ => new MnistSource(Mnist.DefaultDirectory));
        Catalog<DataSource>.Add("Mnist", settings => new MnistSource(settings.Text("directory")));
    }
}
