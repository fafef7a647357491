using VkLearn.Layers;

namespace VkLearn.Training;

/// <summary>How a tensor of a file lies that a place takes.</summary>
enum WeightLayout
{
    /// <summary>As the place's.</summary>
    Same,

    /// <summary>A matrix (out, in), as PyTorch has them, where the place is [in, out].</summary>
    Turned,

    /// <summary>A convolution's [rows, columns, in, out], as Keras has them, where the place is [out, in, rows, columns].</summary>
    ChannelsLast,
}

static class WeightLayouts
{
    /// <summary>How a tensor of this role and shape would lie in a file; null where it does not fit the place.</summary>
    /// <param name="isTransposed">Whether matrices of the file are (out, in), unless their name says that they are not.</param>
    public static WeightLayout? Of(Place place, WeightName name, Shape shape, bool isTransposed)
    {
        if (!WeightName.MeanTheSame(name.Role, place.Name))
        {
            return null;
        }

        WeightLayout layout = name.IsKernel && place.Shape.Rank > 2 ? WeightLayout.ChannelsLast
            : isTransposed && !name.IsKernel && IsMatrix(place) ? WeightLayout.Turned : WeightLayout.Same;
        return shape == ShapeOf(place.Shape, layout) ? layout : null;
    }

    /// <summary>A place's shape as a file of this layout has it.</summary>
    static Shape ShapeOf(Shape shape, WeightLayout layout) => layout switch
    {
        WeightLayout.Turned => [shape[1], shape[0]],
        WeightLayout.ChannelsLast => [.. shape.Sizes[2..], shape[1], shape[0]],
        _ => shape,
    };

    /// <summary>What is [in, out] with us and (out, in) elsewhere.</summary>
    static bool IsMatrix(Place place) => place is Parameter { Shape.Rank: 2 } parameter
        && (parameter.Owner is Dense || WeightName.IsRecurrentWeight(place.Name));

    /// <summary>A file's values in the place's order.</summary>
    public static float[] ToPlace(this WeightLayout layout, float[] values, Shape shape) => layout switch
    {
        WeightLayout.Turned => Turned(values, shape[0], shape[1]),
        WeightLayout.ChannelsLast => OutermostLast(values, shape),
        _ => values,
    };

    static float[] Turned(float[] values, int rows, int columns)
    {
        float[] turned = new float[values.Length];
        for (int i = 0; i < turned.Length; i++)
        {
            turned[i] = values[i % columns * rows + i / columns];
        }

        return turned;
    }

    /// <param name="shape">After it: [out, in, ..].</param>
    static float[] OutermostLast(float[] values, Shape shape)
    {
        (int outer, int inner, int window) = (shape[0], shape[1], (int)(shape.Count / ((long)shape[0] * shape[1])));
        float[] moved = new float[values.Length];
        for (int i = 0; i < moved.Length; i++)
        {
            (int pair, int at) = Math.DivRem(i, window);
            moved[i] = values[(at * inner + pair % inner) * outer + pair / inner];
        }

        return moved;
    }
}
