namespace VkLearn.Learners;

static class CodePicture
{
    extension(Tensor codes)
    {
        /// <summary>Codes [N, numbers] as images [N, 1, height, width], as near to squares as their number allows; others as they are.
        /// </summary>
        public Tensor AsImages()
        {
            int height = Enumerable.Range(1, (int)Math.Sqrt(codes.Cols)).Last(height => codes.Cols % height == 0);
            return codes.Shape.Rank > 2 ? codes : codes.Reshape([codes.Shape[0], 1, height, codes.Cols / height]);
        }
    }
}
