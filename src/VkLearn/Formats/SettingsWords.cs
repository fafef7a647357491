using System.Text.Encodings.Web;

namespace VkLearn.Formats;

/// <summary>How messages about settings are worded.</summary>
static class SettingsWords
{
    const int LongestQuote = 60; // characters of a received value that an error repeats

    public static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Shortened(text))}\"";

    public static string Shortened(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "...";

    public static string Listed(IEnumerable<string> words) => string.Join(", ", words) is { Length: > 0 } list ? list : "none";

    public static string Meant(string word, IEnumerable<string> words) =>
        NearestWord.Find(word, words) is { } near ? $" Did you mean {Quote(near)}?" : "";

    public static string Between(string what, string? min, string? max) => (min, max) switch
    {
        (null, null) => what,
        (_, null) => $"{what} of at least {min}",
        (null, _) => $"{what} of at most {max}",
        _ => $"{what} from {min} to {max}",
    };
}
