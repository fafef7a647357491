using System.CommandLine;
using System.Reflection;
using System.Security;

namespace VkLearn.Cli;

/// <summary><c>vklearn new NAME</c>: a project of one's own, from the files of Template/.</summary>
static class NewCommand
{
    const string Template = "Template/", Sources = "nuget.config";

    static readonly Assembly assembly = typeof(NewCommand).Assembly;

    public static Command Make()
    {
        Argument<string> name = new("NAME") { Description = "Its folder, which is made." };
        Option<string?> packages = new("--packages")
        {
            Description = "A folder that VkLearn's packages are in, such as `build.cs pack` makes (also VKLEARN_PACKAGES).",
            HelpName = "DIR",
        };
        Command command = new("new", "Make a project of your own: a scene, a behaviour, a learner and the whole command.")
        {
            name, packages,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is { } folder && IdentifierOf(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))) is null)
            {
                result.AddError($"a project's name must be letters, digits, - and _, and begin with a letter, received {folder}.");
            }
        });
        command.SetAction(parsed => New(
            parsed.GetRequiredValue(name), parsed.GetValue(packages) ?? Environment.GetEnvironmentVariable("VKLEARN_PACKAGES")));
        return command;
    }

    static void New(string folder, string? packages)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new IOException($"{folder} is there already. Choose another name, or remove it.");
        }

        if (packages is not null && !Directory.Exists(packages))
        {
            throw new DirectoryNotFoundException($"{packages}: there is no such folder of packages. `dotnet run build.cs pack` makes one.");
        }

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        (string Token, string Value)[] tokens =
        [
            ("__Name__", IdentifierOf(name)!), ("__name__", name), ("__version__", ThisProgram.Version),
            ("__packages__", packages is null ? "" : SecurityElement.Escape(Path.GetFullPath(packages))),
        ];
        string Filled(string text) => tokens.Aggregate(text, (filled, token) => filled.Replace(token.Token, token.Value));
        foreach (string file in Files().Where(file => packages is not null || file != Sources))
        {
            string path = Path.Combine(folder, Filled(file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Filled(TextOf(file)));
            Console.WriteLine($"made    {path}");
        }

        Console.WriteLine($"next    cd {folder} && dotnet run");
    }

    static IEnumerable<string> Files() => assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Template, StringComparison.Ordinal)).Select(name => name[Template.Length..])
        .Order(StringComparer.Ordinal);

    static string TextOf(string file)
    {
        using StreamReader text = new(assembly.GetManifestResourceStream(Template + file)!);
        return text.ReadToEnd();
    }

    /// <summary><c>MyNet</c> for my-net; null for what makes none.</summary>
    static string? IdentifierOf(string name) =>
        name is [>= 'a' and <= 'z' or >= 'A' and <= 'Z', ..] && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? string.Concat(name.Split(['-', '_'], StringSplitOptions.RemoveEmptyEntries)
                .Select(word => char.ToUpperInvariant(word[0]) + word[1..]))
            : null;
}
