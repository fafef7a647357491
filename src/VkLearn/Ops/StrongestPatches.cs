using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>Where in a batch a unit is strongest, the strongest first.</summary>
    /// <param name="Patches">What the unit sees there: [count, C, field's height, field's width].</param>
    /// <param name="Value">The unit's values: [count].</param>
    /// <param name="Image">Which image of the batch each is in: Int32 [count].</param>
    /// <param name="Place">Which pixel of the unit's map, counted row by row: Int32 [count].</param>
    public sealed record StrongestPatches(Tensor Patches, Tensor Value, Tensor Image, Tensor Place);
}

namespace VkLearn
{
    public static class StrongestPatchesSyntax
    {
        extension(Tensor maps)
        {
            /// <summary>
            /// The places in a batch where a unit, a channel of maps [N, channels, H, W], is strongest, at most one an image.
            /// </summary>
            /// <param name="unit">Which channel: Int32 [1].</param>
            /// <param name="count">How many places, at most N.</param>
            /// <param name="images">What the maps were computed from: [N, C, height, width].</param>
            /// <exception cref="ArgumentException">There are not so many images, or the maps are none of these images.</exception>
            public Ops.StrongestPatches StrongestPatches(Tensor unit, int count, Tensor images)
            {
                ReceptiveField field = ReceptiveField.Of(maps, images);
                (int n, int height, int width) = (maps.Shape[0], maps.Shape[2], maps.Shape[3]);
                if (count < 1 || count > n)
                {
                    throw new ArgumentException($"StrongestPatches: count must be from 1 to the batch's {n} images, received {count}.");
                }

                Tensor ofUnit = maps.Gather(unit, axis: 1).Reshape([n, height * width]), best = ofUnit.Max(-1);
                Tensor image = Strongest(best, count), place = ofUnit.ArgMax(-1).Gather(image);
                Tensor row = ((place.Cast(DType.Float32) + 0.5f) * (1f / width)).Floor(), column = place.Cast(DType.Float32) - row * width;
                Tensor patches = Patches(images.Gather(image), row, column, field, (height, width));
                return new(patches, best.Gather(image), image, place);
            }
        }

        /// <summary>Which of the values [n] are greatest, the greatest first: Int32 [count].</summary>
        static Tensor Strongest(Tensor values, int count)
        {
            Tensor index = new Iota([values.Cols]).Apply()[0];
            Tensor[] found = new Tensor[count];
            for (int i = 0; i < count; i++)
            {
                found[i] = values.Reshape([1, values.Cols]).ArgMax(-1);
                values = Where.Select(index.EqualTo(found[i]), float.NegativeInfinity, values);
            }

            return count == 1 ? found[0] : Concat.Of(0, found);
        }

        /// <summary>Of each image [count, C, H, W] what the pixel at (row, column) of the maps sees; black outside the image.</summary>
        static Tensor Patches(Tensor images, Tensor row, Tensor column, ReceptiveField field, (int Height, int Width) maps)
        {
            (int count, int channels) = (images.Shape[0], images.Shape[1]);
            (int top, int left) = (Math.Max(0, -field.Top), Math.Max(0, -field.Left));
            int bottom = Math.Max(0, (maps.Height - 1) * field.Step + field.Top + field.Height - images.Shape[2]);
            int right = Math.Max(0, (maps.Width - 1) * field.Step + field.Left + field.Width - images.Shape[3]);
            Tensor padded = images.Pad(2, top, bottom).Pad(3, left, right);
            (int height, int width) = (padded.Shape[2], padded.Shape[3]);
            Tensor start = (row * field.Step + (field.Top + top)) * width + (column * field.Step + (field.Left + left));
            Tensor within = Tensor.From(Within(count, channels, height, width, field), [count, channels * field.Height * field.Width]);
            Tensor index = within + start.Cast(DType.Int32).Reshape([count, 1]);
            return padded.Reshape([count * channels * height * width]).Gather(index.Reshape([checked((int)index.Shape.Count)]))
                .Reshape([count, channels, field.Height, field.Width]);
        }

        /// <summary>A patch's elements in images [count, channels, height, width], for one at the image's left top.</summary>
        static int[] Within(int count, int channels, int height, int width, ReceptiveField field)
        {
            int[] index = new int[count * channels * field.Height * field.Width];
            for (int i = 0; i < index.Length; i++)
            {
                int plane = i / (field.Height * field.Width), y = i / field.Width % field.Height, x = i % field.Width;
                index[i] = (plane * height + y) * width + x;
            }

            return index;
        }
    }
}
