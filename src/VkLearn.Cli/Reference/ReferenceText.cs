using System.Text;
using VkLearn.Formats;

namespace VkLearn.Cli;

/// <summary>The reference of scenes for a terminal.</summary>
static class ReferenceText
{
    const int WidestKind = 44; // what is longer pushes its default aside

    public static string Overview(IEnumerable<Listing> listings)
    {
        StringBuilder text = new();
        foreach (Listing listing in listings)
        {
            string names = string.Join(", ", listing.Types().Select(type => type.Name));
            text.AppendLine($"{listing.Word,-11} {listing.About}");
            text.AppendLine($"            {(names == "" ? "none" : names)}");
        }

        return text.AppendLine("vklearn list WHAT tells their settings, vklearn list WHAT TYPE those of one.").ToString();
    }

    public static string Of(IReadOnlyList<SettingType> types)
    {
        StringBuilder text = new();
        foreach (SettingType type in types)
        {
            text.AppendLine($"{type.Name}{(type.About == "" ? "" : $": {type.About}")}");
            Add(text, type.Settings, "  ");
        }

        return types.Count > 0 ? text.ToString() : "none\n";
    }

    static void Add(StringBuilder text, IReadOnlyList<Setting> settings, string indent)
    {
        int widest = settings.Select(setting => setting.Key.Length).DefaultIfEmpty().Max();
        foreach (Setting setting in settings)
        {
            text.AppendLine($"{indent}{setting.Key.PadRight(widest)}  {setting.Kind.PadRight(WidestKind)}  {DefaultOf(setting)}".TrimEnd());
            Add(text, setting.Parts, indent + new string(' ', widest + 2));
        }
    }

    static string DefaultOf(Setting setting) => setting.Default ?? (setting.IsRequired ? "required" : "");
}
