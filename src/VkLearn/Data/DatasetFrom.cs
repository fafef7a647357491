namespace VkLearn.Data;

/// <summary>Data sets of items and their labels.</summary>
public static class DatasetFrom
{
    extension(Dataset)
    {
        /// <summary>A data set of floats: columns "image" [count, ..item] and "label".</summary>
        /// <param name="classNames">What the labels mean; by default their numbers.</param>
        /// <exception cref="ArgumentException">The numbers do not fit each other.</exception>
        public static Dataset From(
            float[] images, int[] labels, Shape shape, string name = "data", IReadOnlyList<string>? classNames = null)
        {
            Check(images.Length, labels, shape);
            Meaning meaning = shape.Rank == 3 ? new Meaning.Image() : new Meaning.Quantity();
            return Dataset.Of(name, new Column(Dataset.Image, images, shape, meaning), Labels(labels, classNames));
        }

        /// <summary>A data set of bytes, which come in batches as numbers from 0 to 1: columns "image" and "label".</summary>
        /// <param name="classNames">What the labels mean; by default their numbers.</param>
        /// <exception cref="ArgumentException">The numbers do not fit each other.</exception>
        public static Dataset From(
            byte[] images, int[] labels, Shape shape, string name = "data", IReadOnlyList<string>? classNames = null)
        {
            Check(images.Length, labels, shape);
            return Dataset.Of(name, new Column(Dataset.Image, images, shape, new Meaning.Image()), Labels(labels, classNames));
        }

        /// <summary>What a set of images in bytes and labels has.</summary>
        internal static IReadOnlyList<Field> FieldsOf(Shape image, IReadOnlyList<string> classNames) =>
        [
            new(Dataset.Image, DType.UInt8, image, new Meaning.Image()),
            new(Dataset.Label, DType.Int32, [], new Meaning.Label(classNames)),
        ];
    }

    static Column Labels(int[] labels, IReadOnlyList<string>? names)
    {
        const int mostNames = 1 << 16;
        int classes = labels.Max() + 1;
        names ??= classes <= mostNames ? [.. Enumerable.Range(0, classes).Select(label => $"{label}")] : [];
        return new Column(Dataset.Label, labels, [], new Meaning.Label(names));
    }

    static void Check(int values, int[] labels, Shape shape)
    {
        if (labels.Length == 0 || values != labels.Length * shape.Count)
        {
            throw new ArgumentException(
                $"Dataset.From: {labels.Length} labels and items of shape {shape} need {labels.Length * shape.Count} values, " +
                $"received {values}.");
        }
    }
}
