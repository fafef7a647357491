using VkLearn.Formats;

namespace VkLearn.Engine.Views;

/// <summary>What several views' settings have in common.</summary>
static class ViewSettings
{
    extension(Settings settings)
    {
        /// <summary>A text that may be left out.</summary>
        public string? TextOrNull(string key) => settings.Has(key) ? settings.Text(key) : null;

        /// <summary>Which of the scene's learners something is of; null: the first.</summary>
        public string? Learner() => settings.TextOrNull("learner");

        /// <summary>The ends of a scale, <c>"low": 0, "high": 1</c>; null where they follow the values.</summary>
        public (float Low, float High)? Range()
        {
            if (!settings.Has("low") && !settings.Has("high"))
            {
                return null;
            }

            (float low, float high) = (settings.Float("low"), settings.Float("high"));
            return low < high ? (low, high)
                : throw settings.Error($"\"high\" must be more than \"low\", received {high} and {low}.", "high");
        }
    }
}
