using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// How scenes say where windows look: <c>"stride": 2, "padding": 1</c> for both axes, and for one of them, where it differs,
/// <c>"rows": { "stride": 1, "before": 0, "after": 1 }</c> or <c>"columns"</c>.
/// </summary>
static class WindowSettings
{
    const int Most = 64;

    extension(Settings settings)
    {
        /// <summary>Stride, padding and dilation, and for the axis of this key what is said there.</summary>
        public WindowAxis Axis(string key, int stride = 1, bool dilates = true)
        {
            int step = settings.Int("stride", stride, min: 1, max: Most), padding = settings.Int("padding", 0, min: 0, max: Most);
            WindowAxis axis = new(step, padding, padding, dilates ? settings.Int("dilation", 1, min: 1, max: Most) : 1);
            if (settings.Child(key) is not { } own)
            {
                return axis;
            }

            axis = new(own.Int("stride", axis.Stride, min: 1, max: Most), own.Int("before", padding, min: 0, max: Most),
                own.Int("after", padding, min: 0, max: Most), dilates ? own.Int("dilation", axis.Dilation, min: 1, max: Most) : 1);
            own.RefuseUnknown();
            return axis;
        }

        /// <summary>A window of a size, and of a width where it has one of its own.</summary>
        /// <param name="size">The key of the size.</param>
        /// <param name="width">The key of the width.</param>
        /// <param name="isPool">Whether windows stand side by side unless something else is said.</param>
        public Window Window(string size, string width, bool isPool = false, bool dilates = true)
        {
            int height = settings.Int(size, min: 1, max: Most), across = settings.Int(width, height, min: 1, max: Most);
            return new(height, across, settings.Axis("rows", isPool ? height : 1, dilates),
                settings.Axis("columns", isPool ? across : 1, dilates));
        }
    }
}
