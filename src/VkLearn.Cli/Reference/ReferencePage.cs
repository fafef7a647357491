using System.Text;
using VkLearn.Formats;

namespace VkLearn.Cli;

/// <summary>The reference of scenes as Markdown: the part of scenes/README.md that a test keeps equal to the code.</summary>
static class ReferencePage
{
    public static string Of(IEnumerable<Listing> listings)
    {
        StringBuilder page = new();
        foreach (Listing listing in listings)
        {
            IReadOnlyList<SettingType> types = listing.Types();
            if (types.Count > 0)
            {
                page.Append($"### {char.ToUpperInvariant(listing.Word[0])}{listing.Word[1..]}\n\n{Escaped(listing.About)}\n\n");
                foreach (SettingType type in types)
                {
                    page.Append($"- **{type.Name}**{(type.About == "" ? "" : $": {Escaped(type.About)}")}\n");
                    Add(page, type.Settings, "  ");
                }

                page.Append('\n');
            }
        }

        return page.ToString();
    }

    static void Add(StringBuilder page, IReadOnlyList<Setting> settings, string indent)
    {
        foreach (Setting setting in settings)
        {
            string value = setting.Default is { } text ? $", by default `{text}`" : setting.IsRequired ? ", required" : "";
            page.Append($"{indent}- `{setting.Key}`: {Escaped(setting.Kind)}{value}\n");
            Add(page, setting.Parts, indent + "  ");
        }
    }

    static string Escaped(string text) => text.Replace("[", "\\[").Replace("*", "\\*").Replace("_", "\\_").Replace("<", "\\<");
}
