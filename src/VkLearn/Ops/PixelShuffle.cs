using VkLearn.Primitives;

namespace VkLearn;

public static class PixelShuffleSyntax
{
    extension(Tensor x)
    {
        /// <summary>
        /// Channels as pixels (Shi et al. 2016, eq. 4): [N, C scale², H, W] to [N, C, scale H, scale W], channel c scale² + i scale + j
        /// giving row i and column j of each square of pixels of channel c.
        /// </summary>
        /// <exception cref="ArgumentException">It is no image, or scale² does not divide the channels.</exception>
        public Tensor PixelShuffle(int scale)
        {
            if (x.Shape.Rank != 4 || scale < 1 || x.Shape[1] % (scale * scale) != 0)
            {
                throw new ArgumentException($"PixelShuffle: needs images [N, C, H, W] whose channels are a multiple of scale² and a scale "
                    + $"of 1 or more, received {x.Shape} and {scale}.");
            }

            (int n, int channels, int height, int width) = (x.Shape[0], x.Shape[1] / (scale * scale), x.Shape[2], x.Shape[3]);
            Tensor columns = x.Reshape([n * channels * scale, scale, height * width]).Permute(0, 2, 1);
            return columns.Reshape([n * channels, scale, height, width * scale]).Permute(0, 2, 1, 3)
                .Reshape([n, channels, height * scale, width * scale]);
        }

        /// <summary>Pixels as channels, the inverse: [N, C, scale H, scale W] to [N, C scale², H, W].</summary>
        /// <exception cref="ArgumentException">It is no image, or the scale does not divide its sides.</exception>
        public Tensor PixelUnshuffle(int scale)
        {
            if (x.Shape.Rank != 4 || scale < 1 || x.Shape[2] % scale != 0 || x.Shape[3] % scale != 0)
            {
                throw new ArgumentException($"PixelUnshuffle: needs images [N, C, H, W] whose sides are multiples of scale and a scale of "
                    + $"1 or more, received {x.Shape} and {scale}.");
            }

            (int n, int channels, int height, int width) = (x.Shape[0], x.Shape[1], x.Shape[2] / scale, x.Shape[3] / scale);
            Tensor rows = x.Reshape([n * channels, height, scale, width * scale]).Permute(0, 2, 1, 3);
            return rows.Reshape([n * channels * scale, height * width, scale]).Permute(0, 2, 1)
                .Reshape([n, channels * scale * scale, height, width]);
        }
    }
}
