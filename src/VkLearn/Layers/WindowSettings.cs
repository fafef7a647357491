using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// How scenes say where windows look: <c>"stride": 2, "padding": 1</c> for both axes, and for one of them, where it differs,
/// <c>"rows": { "stride": 1, "before": 0, "after": 1 }</c> or <c>"columns"</c>.
/// </summary>
static class WindowSettings
{
    extension(Settings settings)
    {
        /// <summary>A convolution's: from one place to the next a pixel, unless something else is said.</summary>
        public Window Window() => settings.Read("kernelSize", most: 64, isPool: false, dilates: true);

        /// <summary>A pool's: side by side, unless something else is said.</summary>
        public Window PoolWindow(bool dilates) => settings.Read("kernel", most: int.MaxValue, isPool: true, dilates);

        /// <summary>A line's.</summary>
        public WindowAxis Along() => settings.Own("along", settings.Both(1, most: 64, dilates: true), most: 64, dilates: true);

        Window Read(string size, int most, bool isPool, bool dilates)
        {
            int height = settings.Int(size, min: 1, max: most);
            WindowAxis rows = settings.Both(isPool ? height : 1, most, dilates);
            int width = settings.IntOr("kernelWidth", height, min: 1, most);
            WindowAxis columns = isPool && !settings.Has("stride") ? rows with { Stride = width } : rows;
            return new(height, width, settings.Own("rows", rows, most, dilates), settings.Own("columns", columns, most, dilates));
        }

        WindowAxis Both(int stride, int most, bool dilates)
        {
            (int step, int padding) = (settings.Int("stride", stride, min: 1, max: most), settings.Int("padding", 0, min: 0, max: most));
            return new(step, padding, padding, dilates ? settings.Int("dilation", 1, min: 1, max: most) : 1);
        }

        /// <summary>What is said of one axis, and for what is not what is said of both.</summary>
        WindowAxis Own(string key, WindowAxis both, int most, bool dilates)
        {
            if (settings.Child(key) is not { } own)
            {
                return both;
            }

            WindowAxis axis = new(own.IntOr("stride", both.Stride, min: 1, most), own.IntOr("before", both.Before, min: 0, most),
                own.IntOr("after", both.After, min: 0, most), dilates ? own.IntOr("dilation", both.Dilation, min: 1, most) : 1);
            own.RefuseUnknown();
            return axis;
        }

        /// <summary>Where it is given the number of a key, else another's.</summary>
        int IntOr(string key, int other, int min, int most) => settings.Has(key) ? settings.Int(key, min: min, max: most) : other;
    }
}
