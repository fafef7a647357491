namespace VkLearn.Ops;

/// <summary>
/// What of an image one pixel of a layer's output sees: that at (row, column) sees Height rows from row * Step + Top on, and Width columns
/// from column * Step + Left on. Pixels outside the image are padding. Means over a batch or an image, as normalisations take them, do not
/// count.
/// </summary>
public readonly record struct ReceptiveField(int Step, int Top, int Left, int Height, int Width)
{
    static readonly ReceptiveField itself = new(1, 0, 0, 1, 1);

    /// <summary>From the kernels, strides and paddings between an image [N, C, H, W] and what was computed of it.</summary>
    /// <exception cref="ArgumentException">The output is no image, is not computed of this one, or not by windows of it.</exception>
    public static ReceptiveField Of(Tensor output, Tensor image)
    {
        Dictionary<Tensor, ReceptiveField> fields = new() { [image] = itself };
        foreach (Node node in Node.Before([output], tensor => tensor == image))
        {
            Tensor[] seen = [.. node.Inputs.Where(fields.ContainsKey)];
            if (seen.Length > 0)
            {
                ReceptiveField field = seen.Select(input => fields[input]).Aggregate(Union);
                fields[node.Outputs[0]] = field.Through(node, seen[0].Shape);
            }
        }

        return fields.TryGetValue(output, out ReceptiveField found) && output.Shape.Rank == 4 ? found : throw new ArgumentException(
            $"ReceptiveField: needs what a layer makes of the image {image}, as [N, C, H, W], received {output}. "
            + "Use a convolution or what follows it.");
    }

    ReceptiveField Through(Node node, Shape input)
    {
        Shape output = node.Outputs[0].Shape;
        return node.Op switch
        {
            Conv2dOp convolution => Through(convolution.WindowOf(node.Inputs[1])),
            MaxPool2dOp pool => Through(pool.Window),
            AvgPool2dOp pool => Through(pool.Window),
            _ when input.Rank != 4 || output.Rank != 4 || output[2] == input[2] && output[3] == input[3] => this,
            _ => throw new ArgumentException(
                $"ReceptiveField: {node.Op.Name} makes {output} of {input}, not by windows of a stride. Use a layer before it."),
        };
    }

    ReceptiveField Through(Window window)
    {
        (WindowAxis rows, WindowAxis columns) = (window.Rows, window.Columns);
        return rows.Stride == columns.Stride
            ? new(Step * rows.Stride, Top - Step * rows.Before, Left - Step * columns.Before,
                Height + Step * rows.Dilation * (window.Height - 1), Width + Step * columns.Dilation * (window.Width - 1))
            : throw new ArgumentException($"ReceptiveField: a window of {window} goes in other steps down than across.");
    }

    /// <summary>Of two ways from the image to one output, as beside a shortcut.</summary>
    static ReceptiveField Union(ReceptiveField a, ReceptiveField b)
    {
        if (a.Step != b.Step)
        {
            throw new ArgumentException($"ReceptiveField: two ways through the model go in steps of {a.Step} and {b.Step} pixels.");
        }

        (int top, int left) = (Math.Min(a.Top, b.Top), Math.Min(a.Left, b.Left));
        return new(a.Step, top, left, Math.Max(a.Top + a.Height, b.Top + b.Height) - top,
            Math.Max(a.Left + a.Width, b.Left + b.Width) - left);
    }
}
