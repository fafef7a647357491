using VkLearn.Gpu;
using VkLearn.Rendering;

namespace VkLearn.Extension;

/// <summary>How far two tensors [rows, columns] are apart, cell by cell, sampled where they lie.</summary>
public sealed class Difference : View
{
    readonly DrawShader shader = new(ShaderCode.FromResource(typeof(Difference).Assembly, "Difference.frag"));
    readonly TensorSource a, b;
    readonly float scale;

    /// <param name="scale">What is white.</param>
    /// <exception cref="ArgumentException">They are not of one size, or of two types.</exception>
    public Difference(TensorSource a, TensorSource b, float scale) : base($"{a.Name} \u2212 {b.Name}")
    {
        if (a.Shape.Count != 2 || !a.Shape.SequenceEqual(b.Shape) || a.Type != b.Type)
        {
            throw new ArgumentException($"Difference: two tensors [rows, columns] of one size and type are needed, received " +
                $"{a.Type} {a.ShapeText} and {b.Type} {b.ShapeText}.");
        }

        (this.a, this.b, this.scale) = (a, b, scale);
        Detail = a.ShapeText;
    }

    public override void Prepare(FrameContext frame)
    {
    }

    public override void Draw(FrameContext frame) => shader.Draw(frame, Content, [("TYPE", (uint)a.Type)],
        a.WordAddress, b.WordAddress, a.FirstElement, b.FirstElement, a.Shape[0], a.Shape[1], scale);

    public override Cell? CellAt(float x, float y)
    {
        if (!Content.Contains(x, y))
        {
            return null;
        }

        int row = (int)((y - Content.Y) * a.Shape[0] / Content.Height), column = (int)((x - Content.X) * a.Shape[1] / Content.Width);
        return new(a, row * a.Shape[1] + column, column, PlaceOf(row, column));
    }

    /// <summary>Where a cell is, in pixels of the target.</summary>
    public Rectangle PlaceOf(int row, int column)
    {
        int left = column * Content.Width / a.Shape[1], top = row * Content.Height / a.Shape[0];
        int right = (column + 1) * Content.Width / a.Shape[1], bottom = (row + 1) * Content.Height / a.Shape[0];
        return new(Content.X + left, Content.Y + top, right - left, bottom - top);
    }
}
