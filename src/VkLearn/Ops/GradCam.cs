namespace VkLearn;

public static class GradCamSyntax
{
    extension(Tensor logits)
    {
        /// <summary>
        /// Where in an image a layer finds what speaks for the class that the image is taken for (Selvaraju et al. 2017, "Grad-CAM",
        /// equations 1 and 2): ReLU of the sum over channels of the layer's output, each weighed by the mean over its pixels of the logit's
        /// gradient, [N, H, W] in the layer's own pixels. Logits [N, classes], in evaluation.
        /// </summary>
        /// <param name="maps">The layer's output, [N, C, H, W], that the logits were computed from.</param>
        /// <exception cref="ArgumentException">The layer's output is no image.</exception>
        public Tensor GradCam(Tensor maps)
        {
            if (maps.Shape.Rank != 4)
            {
                throw new ArgumentException($"GradCam: needs a layer whose output is [N, C, H, W], received {maps}. "
                    + "Use a convolution or what follows it.");
            }

            (int n, int channels, int height, int width) = (maps.Shape[0], maps.Shape[1], maps.Shape[2], maps.Shape[3]);
            Shape flat = [n, channels, height * width];
            Tensor weight = logits.Max(-1).Sum().Gradients(maps)[0].Reshape(flat).Mean(-1, keepAxis: true);
            return (maps.Reshape(flat) * weight).Sum(1).Relu().Reshape([n, height, width]);
        }
    }
}
