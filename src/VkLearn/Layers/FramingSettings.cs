using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>What a scene says of frames and of the filters over their spectra.</summary>
static class FramingSettings
{
    const int MostSamples = 1 << 16;

    extension(Settings settings)
    {
        /// <summary>Reads <c>"frame"</c>, <c>"hop"</c>, <c>"size"</c> and <c>"window"</c>.</summary>
        public Framing Framing() => new(settings.Int("frame", 256, min: 2, max: MostSamples),
            settings.Int("hop", 128, min: 1, max: MostSamples), settings.Int("size", 0, min: 0, max: MostSamples),
            settings.OneOf<FrameWindow>("window", FrameWindow.Hann));

        /// <summary>Reads <c>"mels"</c>, <c>"hertz"</c>, <c>"low"</c> and <c>"high"</c>.</summary>
        public MelFilter Mels() => new(settings.Int("mels", 40, min: 1, max: 1024), settings.Float("hertz", 8000, min: 1, max: 1e6f),
            settings.Float("low", 0, min: 0, max: 1e6f), settings.Float("high", 0, min: 0, max: 1e6f));
    }
}
