namespace VkLearn.Data;

/// <summary>Images as other programs save them, brought to the order of axes that models take.</summary>
static class ImageAxes
{
    /// <summary>Items of [rows, columns, channels] as [channels, rows, columns].</summary>
    /// <param name="values">float[], int[] or byte[].</param>
    public static (Array Values, Shape Item) ChannelsFirst(Array values, Shape item)
    {
        (int pixels, int channels) = (item[0] * item[1], item[2]);
        Array turned = values switch
        {
            float[] floats => Turned(floats),
            int[] ints => Turned(ints),
            _ => Turned((byte[])values),
        };
        return (turned, [channels, item[0], item[1]]);

        T[] Turned<T>(T[] from)
        {
            T[] to = new T[from.Length];
            for (int i = 0; i < from.Length; i++)
            {
                (int image, int rest) = Math.DivRem(i, pixels * channels);
                to[image * pixels * channels + rest % channels * pixels + rest / channels] = from[i];
            }

            return to;
        }
    }
}
