using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Gpu;

namespace VkLearn.Data;

/// <summary>
/// Photographs in ten classes: <see cref="Cifar10"/>. A scene that names no directory takes what VKLEARN_DATA names if that holds it, else
/// shapes that VkLearn draws itself, of the same size and number of classes.
/// </summary>
/// <param name="directory">Where the files are.</param>
public sealed class Cifar10Source(string directory) : DataSource
{
    public override string Loading => $"reading CIFAR-10 in {directory}";
    public override int Classes => Cifar10.Classes;
    public override IReadOnlyList<string> ClassNames => Cifar10.ClassNames;
    public override Shape Item => Cifar10.Item;

    public override (Dataset Train, Dataset Test) Load(GpuDevice gpu) => (Cifar10.Train(gpu, directory), Cifar10.Test(gpu, directory));

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("Cifar10",
        "CIFAR-10's photographs in ten classes; without a directory, shapes that VkLearn draws in their place.",
        settings =>
            settings.Has("directory") ? new Cifar10Source(settings.FilePath("directory"))
            : Mnist.DefaultDirectory is { } directory && Cifar10.IsIn(directory) ? new Cifar10Source(directory)
            : new DrawnShapesSource(train: 10_000, test: 1000, seed: 1, insteadOf: "CIFAR-10"));
}
