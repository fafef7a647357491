namespace VkLearn.Data;

/// <summary>
/// Grey images in black and white: a pixel is white with the probability of its grey, drawn once for all (Salakhutdinov and Murray 2008),
/// so that a model of binary pixels has one likelihood.
/// </summary>
static class Binarization
{
    /// <returns>0 or 255 for each grey.</returns>
    public static byte[] Draw(byte[] greys, int items, uint seed)
    {
        int pixels = greys.Length / items;
        byte[] drawn = new byte[greys.Length];
        Parallel.For(0, items, item =>
        {
            CounterRandom random = new(seed, (uint)item);
            for (int i = item * pixels; i < (item + 1) * pixels; i++)
            {
                drawn[i] = random.Uniform() * byte.MaxValue < greys[i] ? byte.MaxValue : (byte)0;
            }
        });
        return drawn;
    }
}
