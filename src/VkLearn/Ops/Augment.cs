using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Ops;

/// <summary>
/// Images [N, C, H, W], each moved in its own way by four numbers of [N, 4] from 0 to below 1: shift by rows, by columns, mirroring, angle.
/// With a displacement field [N, 2, H, W], rows then columns in pixels, bent by it as well. A pixel of the result lies in its image at its
/// place, plus the field there, turned about the middle, shifted, mirrored; between pixels it is interpolated linearly in both directions,
/// outside it is 0. An image that is only shifted and mirrored is copied bit for bit.
/// </summary>
/// <param name="Crop">
/// Shifted by at most as many whole pixels each way, each distance as likely: what cropping an image with as much padding gives.
/// </param>
/// <param name="Flip">Whether images whose number is below a half are mirrored, left for right.</param>
/// <param name="Rotation">Turned by at most as many degrees each way.</param>
public sealed record Augment(int Crop, bool Flip, float Rotation) : Op
{
    /// <summary>How many numbers say how an image is moved.</summary>
    public const int Numbers = 4;

    float Radians => Rotation * (MathF.PI / 180);

    protected override TensorType[] Infer(TensorType[] inputs)
    {
        TensorType x = inputs[0];
        if (x.Type != DType.Float32 || x.Shape.Rank != 4)
        {
            throw new ArgumentException($"Augment: needs Float32 images [N, C, H, W], received {x}. Reshape them.");
        }

        Shape numbers = [x.Shape[0], Numbers], field = [x.Shape[0], 2, x.Shape[2], x.Shape[3]];
        if (inputs[1] != x with { Shape = numbers } || (HasField(inputs) && inputs[2] != x with { Shape = field }))
        {
            throw new ArgumentException($"Augment: images {x} are moved by Float32 {numbers} and, if they are bent, {field}, "
                + $"received {string.Join(" and ", inputs[1..])}.");
        }

        int side = Math.Min(x.Shape[2], x.Shape[3]);
        return Crop >= 0 && Crop < side && Rotation is >= 0 and <= 180
            ? [x]
            : throw new ArgumentException(
                $"Augment: of images {x} crop must be from 0 to {side - 1} pixels and rotation from 0 to 180 degrees, "
                + $"received crop {Crop}, rotation {Rotation}.");
    }

    static bool HasField<T>(T[] inputs) => inputs.Length > 2;

    protected override Tensor[] Define(Tensor[] inputs)
    {
        Tensor x = inputs[0];
        (int height, int width) = (x.Shape[2], x.Shape[3]);
        Tensor row = Places(height, width, i => i / width), column = Places(height, width, i => i % width);
        if (HasField(inputs))
        {
            (row, column) = (row + Field(inputs[2], 0), column + Field(inputs[2], 1));
        }

        if (Rotation > 0)
        {
            Tensor angle = (Number(inputs[1], 3) * 2 - 1) * Radians, sin = angle.Sin(), cos = 1 - (angle * 0.5f).Sin().Square() * 2;
            (Tensor down, Tensor right) = (row - (height - 1) * 0.5f, column - (width - 1) * 0.5f);
            row = sin * right + cos * down + (height - 1) * 0.5f;
            column = cos * right - sin * down + (width - 1) * 0.5f;
        }

        row += Shift(Number(inputs[1], 0));
        column += Shift(Number(inputs[1], 1));
        column = Flip ? Where.Select(Number(inputs[1], 2) < 0.5f, width - 1 - column, column) : column;
        return [(Rotation > 0 || HasField(inputs) ? Between(x, row, column) : At(x, row, column)).Reshape(x.Shape)];
    }

    /// <summary>A number of each pixel, [1, H W].</summary>
    static Tensor Places(int height, int width, Func<int, int> of) =>
        Tensor.From([.. Enumerable.Range(0, height * width).Select(i => (float)of(i))], [1, height * width]);

    static Tensor Field(Tensor field, int axis) => field.Slice(1, axis, 1).Reshape([field.Shape[0], field.Shape[2] * field.Shape[3]]);

    /// <summary>A number of each image, [N, 1].</summary>
    static Tensor Number(Tensor numbers, int which) => numbers.Slice(1, which, 1);

    /// <summary>Minus Crop to Crop, each as likely.</summary>
    Tensor Shift(Tensor number) => (number * (2 * Crop + 1)).Floor().Minimum(2 * Crop) - Crop;

    /// <summary>Pixels between whole places, [N, C, H W].</summary>
    static Tensor Between(Tensor x, Tensor row, Tensor column)
    {
        Tensor top = row.Floor(), left = column.Floor(), down = Wide(row - top), right = Wide(column - left);
        Tensor above = At(x, top, left) * (1 - right) + At(x, top, left + 1) * right;
        Tensor below = At(x, top + 1, left) * (1 - right) + At(x, top + 1, left + 1) * right;
        return above * (1 - down) + below * down;
    }

    static Tensor Wide(Tensor of) => of.Reshape([of.Shape[0], 1, of.Shape[1]]);

    /// <summary>Pixels at whole places [N, H W], 0 outside: [N, C, H W].</summary>
    static Tensor At(Tensor x, Tensor row, Tensor column)
    {
        (int n, int channels, int height, int width) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        Tensor inside = (row > -0.5f) * (row < height - 0.5f) * (column > -0.5f) * (column < width - 0.5f);
        Tensor place = Wide(Where.Select(inside, row * width + column, 0f)).Cast(DType.Int32);
        Tensor plane = Tensor.From([.. Enumerable.Range(0, n * channels).Select(i => i * height * width)], [n, channels, 1]);
        Tensor pixel = x.Reshape([checked((int)x.Shape.Count)]).Gather((plane + place).Reshape([checked((int)x.Shape.Count)]));
        return Where.Select(Wide(inside), pixel.Reshape([n, channels, height * width]), 0f);
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
    {
        Shape shape = inputs[0].Shape;
        bool bends = HasField(inputs);
        uint local = pass.FewLocalSize;
        int sharers = Math.Clamp(shape[2] * shape[3] / (16 * (int)local), 1, 64);
        pass.Dispatch("Augment", Groups.Of(sharers, shape[0]), local, [("TURNS", Rotation > 0), ("BENDS", bends)],
            inputs[0], inputs[1], bends ? inputs[2] : Arg.Nothing, outputs[0],
            shape[0], shape[1], shape[2], shape[3], Crop, Flip ? 1 : 0, Radians, sharers);
    }
}
