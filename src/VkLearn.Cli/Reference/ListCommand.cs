using System.CommandLine;
using System.CommandLine.Completions;
using VkLearn.Formats;

namespace VkLearn.Cli;

/// <summary><c>vklearn list</c>: what a scene can name, with all settings, from the code itself.</summary>
static class ListCommand
{
    public static Command Make()
    {
        string[] words = [.. Listing.All.Select(listing => listing.Word)];
        Argument<string?> what = new("WHAT")
        {
            Description = $"{string.Join(", ", words)}; by default the names of all of them.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        what.CompletionSources.Add(_ => words.Select(word => new CompletionItem(word)));
        Argument<string?> name = new("TYPE") { Description = "One of them, such as Conv2d.", Arity = ArgumentArity.ZeroOrOne };
        name.CompletionSources.Add(context => Find(context.ParseResult.GetValue(what))?.Types()
            .Select(type => new CompletionItem(type.Name)) ?? []);
        Option<bool> markdown = new("--markdown") { Description = "All of it as the reference of scenes/README.md." };
        Command command = new("list", "List what a scene can name, and the settings of each.") { what, name, markdown };
        command.Validators.Add(result =>
        {
            if (result.GetValue(what) is { } word && Find(word) is null)
            {
                result.AddError(Unknown("list", word, words));
            }
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(markdown))
            {
                Console.Write(ReferencePage.Of(Listing.All));
            }
            else if (Find(parsed.GetValue(what)) is not { } listing)
            {
                Console.Write(ReferenceText.Overview(Listing.All));
            }
            else
            {
                Console.Write(ReferenceText.Of(parsed.GetValue(name) is { } one ? [Find(listing, one)] : listing.Types()));
            }
        });
        return command;
    }

    static Listing? Find(string? word) => Listing.All.FirstOrDefault(listing => listing.Word == word);

    static SettingType Find(Listing listing, string name)
    {
        IReadOnlyList<SettingType> types = listing.Types();
        return types.FirstOrDefault(type => type.Name == name)
            ?? throw new ArgumentException(Unknown(listing.Word, name, types.Select(type => type.Name)));
    }

    static string Unknown(string where, string word, IEnumerable<string> known) => $"{where} has no \"{word}\"."
        + $"{NearestWord.Meant(word, known)} Known: {string.Join(", ", known)}.";
}
