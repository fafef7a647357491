namespace VkLearn;

public static class SaliencySyntax
{
    extension(Tensor logits)
    {
        /// <summary>
        /// How much each pixel moves the logit of the class that its image is taken for (Simonyan, Vedaldi and Zisserman 2014, "Deep inside
        /// convolutional networks"): the magnitude of that logit's gradient, the largest over channels, [N, H, W]. Logits [N, classes] of
        /// images [N, C, H, W], in evaluation, where no image touches another.
        /// </summary>
        public Tensor Saliency(Tensor images) => logits.Max(-1).Sum().Gradients(images)[0].Abs().Max(1);
    }
}
