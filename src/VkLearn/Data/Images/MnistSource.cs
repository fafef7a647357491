using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>A set in the form of MNIST, from idx files: <see cref="Mnist"/>.</summary>
/// <param name="directory">Where the files are; by default Fashion-MNIST as <see cref="Mnist.Train"/> finds it.</param>
/// <param name="classNames">By default numbers, or those of Fashion-MNIST without a directory.</param>
public sealed class MnistSource(string? directory = null, IReadOnlyList<string>? classNames = null) : DataSource
{
    public override string Loading => directory is null ? "reading Fashion-MNIST" : $"reading the idx files of {directory}";
    public override IReadOnlyList<Field> Fields => Dataset.FieldsOf([1, Mnist.Side, Mnist.Side], Names);

    IReadOnlyList<string> Names => classNames ?? (directory is null ? Mnist.FashionNames : Mnist.Digits);

    protected override Splits Make() => new(Mnist.Read(directory, train: true, Names), Mnist.Read(directory, train: false, Names));

    [ModuleInitializer]
    internal static void Register()
    {
        Catalog<DataSource>.Add("FashionMnist",
            "Fashion-MNIST (Xiao et al. 2017): clothes in ten classes, from where Debian's package or VKLEARN_DATA has it.",
            _ => new MnistSource(Mnist.DefaultDirectory, Mnist.FashionNames));
        Catalog<DataSource>.Add("Mnist", "Idx files of MNIST's form in a directory.",
            settings => new MnistSource(settings.FilePath("directory")));
    }
}
