using System.Text;
using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>
/// Which typeface has a character: Roboto, which comes along; else one of the system's; else none, and <see cref="Replacement"/> stands for
/// it, so that nothing is left out unseen.
/// </summary>
public static class Typefaces
{
    /// <summary>What is written for a character that no typeface has.</summary>
    public const string Replacement = "\uFFFD";

    static readonly SKTypeface regular = Load("Roboto-Regular.ttf"), medium = Load("Roboto-Medium.ttf");
    static readonly Dictionary<int, SKTypeface?> others = []; // of characters that Roboto has not
    static readonly HashSet<SKTypeface> used = []; // of the system's: the likeliest to have the next character too

    /// <summary>Told of each character that no typeface has, once, from whichever thread writes it.</summary>
    public static event Action<string>? Missed;

    internal static SKTypeface Roboto(bool isStrong) => isStrong ? medium : regular;

    /// <summary>A text in parts that each are of one typeface; null: Roboto.</summary>
    internal static List<(string Text, SKTypeface? Typeface)> Divide(string text)
    {
        List<(string Text, SKTypeface? Typeface)> parts = [];
        foreach (Rune rune in text.EnumerateRunes())
        {
            SKTypeface? typeface = Find(rune);
            string written = typeface is null && !regular.ContainsGlyph(rune.Value) ? Replacement : rune.ToString();
            if (parts is [.., var last] && last.Typeface == typeface)
            {
                parts[^1] = (last.Text + written, typeface);
            }
            else
            {
                parts.Add((written, typeface));
            }
        }
        return parts;
    }

    static SKTypeface? Find(Rune rune)
    {
        if (regular.ContainsGlyph(rune.Value))
        {
            return null;
        }
        bool isMissed;
        SKTypeface? found;
        lock (others)
        {
            if (others.TryGetValue(rune.Value, out found))
            {
                return found;
            }
            found = used.FirstOrDefault(one => one.ContainsGlyph(rune.Value)) ?? OfSystem(rune.Value);
            others.Add(rune.Value, found);
            isMissed = found is null;
            _ = found is not null && used.Add(found);
        }
        if (isMissed)
        {
            Missed?.Invoke(rune.ToString());
        }
        return found;
    }

    /// <summary>Where the system cannot be asked for a character, its families are gone through.</summary>
    static SKTypeface? OfSystem(int character) => SKFontManager.Default.MatchCharacter(character)
        ?? SKFontManager.Default.GetFontFamilies().Select(SKFontManager.Default.MatchFamily)
            .FirstOrDefault(family => family?.ContainsGlyph(character) is true);

    static SKTypeface Load(string name)
    {
        using Stream stream = typeof(Typefaces).Assembly.GetManifestResourceStream(name)!;
        return SKTypeface.FromStream(stream);
    }
}
