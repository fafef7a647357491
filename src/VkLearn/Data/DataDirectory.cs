namespace VkLearn.Data;

/// <summary>A directory of data that says by what is in it which format that is.</summary>
public static class DataDirectory
{
    /// <summary>CIFAR-10's binary files, folders of images, or else MNIST-like idx files.</summary>
    /// <param name="item">What images of any size are brought to.</param>
    public static DataSource Open(string directory, Shape item) =>
        Cifar10.IsIn(directory) ? new Cifar10Source(directory)
        : item.Rank == 3 && ImageFolder.IsIn(directory) ? new ImageFolderSource(directory, item)
        : new MnistSource(directory);
}
