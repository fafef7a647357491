using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Photographs in ten classes: <see cref="Cifar10"/>. A scene that names no directory takes what VKLEARN_DATA names if that holds it, else
/// shapes that VkLearn draws itself, of the same size and number of classes.
/// </summary>
/// <param name="directory">Where the files are.</param>
public sealed class Cifar10Source(string directory) : DataSource
{
    public override string Loading => $"reading CIFAR-10 in {directory}";
    public override IReadOnlyList<Field> Fields => Dataset.FieldsOf(Cifar10.Item, Cifar10.ClassNames);

    protected override Splits Make() => new(Cifar10.ReadTrain(directory), Cifar10.ReadTest(directory));

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("Cifar10",
        "CIFAR-10's photographs in ten classes; without a directory, shapes that VkLearn draws in their place.",
        settings =>
            settings.Has("directory") ? new Cifar10Source(settings.FilePath("directory"))
            : Mnist.DefaultDirectory is { } directory && Cifar10.IsIn(directory) ? new Cifar10Source(directory)
            : new DrawnShapesSource(train: 10_000, test: 1000, seed: 1, insteadOf: "CIFAR-10"));
}
