using System.Text.RegularExpressions;

namespace VkLearn.Tests;

/// <summary>Who names whom, of the C# files of a folder: which file uses a type that another one declares.</summary>
sealed partial class NameTable
{
    readonly Dictionary<string, Source> files = [];
    readonly Dictionary<string, HashSet<Declaration>> types = [], extensions = []; // by name; these are members of extension blocks
    readonly HashSet<string> members = []; // the names of other members
    readonly List<Edge> edges = [];

    /// <param name="folder">From the repository's root, such as src/VkLearn.</param>
    public NameTable(string folder)
    {
        string root = RepositoryRoot.Find(folder);
        Dictionary<string, string> texts = [];
        foreach (string path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string file = Path.GetRelativePath(root, path).Replace('\\', '/');
            if (!OfBuild().IsMatch(file))
            {
                texts.Add(file, File.ReadAllText(path));
            }
        }

        Read(texts);
    }

    /// <param name="files">Their text by path.</param>
    public NameTable(IReadOnlyDictionary<string, string> files) => Read(files);

    /// <summary>A file uses a type of another.</summary>
    public sealed record Edge(string From, string To, string Name)
    {
        public override string ToString() => $"{From} names {Name} of {To}";
    }

    /// <param name="Own">The namespaces that it declares something in.</param>
    /// <param name="Used">The namespaces of its using directives.</param>
    sealed record Source(string Code, HashSet<string> Own, HashSet<string> Used);

    readonly record struct Declaration(string File, string Namespace);

    public IReadOnlyList<Edge> Edges => edges;

    /// <summary>The top folder that a file is in; "root" for none.</summary>
    public static string Room(string file) => file.Contains('/') ? file[..file.IndexOf('/')] : "root";

    /// <summary>Sets of more than one node, each of which leads to each other of its set.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Cycles(IEnumerable<(string From, string To)> arrows)
    {
        ILookup<string, string> next = arrows.Where(arrow => arrow.From != arrow.To).Distinct()
            .ToLookup(arrow => arrow.From, arrow => arrow.To);
        Dictionary<string, HashSet<string>> reached = next.ToDictionary(from => from.Key, from => Reached(next, from.Key));
        return [.. reached.Keys.Where(node => reached[node].Contains(node))
            .GroupBy(node => string.Join('\n', reached[node].Where(other => LeadsTo(other, node)).Order(StringComparer.Ordinal)))
            .Select(cycle => (IReadOnlyList<string>)[.. cycle.Order(StringComparer.Ordinal)])];

        bool LeadsTo(string from, string to) => reached.TryGetValue(from, out HashSet<string>? all) && all.Contains(to);
    }

    static HashSet<string> Reached(ILookup<string, string> next, string from)
    {
        HashSet<string> reached = [];
        Stack<string> open = new([from]);
        while (open.TryPop(out string? node))
        {
            foreach (string other in next[node].Where(reached.Add))
            {
                open.Push(other);
            }
        }

        return reached;
    }

    void Read(IReadOnlyDictionary<string, string> texts)
    {
        foreach ((string file, string text) in texts)
        {
            string code = CSharpCode.Of(text);
            files.Add(file, new(code, ReadDeclarations(file, code), [.. Usings().Matches(code).Select(match => match.Groups[1].Value)]));
        }

        foreach ((string file, Source source) in files)
        {
            HashSet<(string? Qualifier, string Name)> named =
                [.. Names().Matches(source.Code).Select(name => Qualified(source.Code, name))];
            edges.AddRange(named.SelectMany(name => Declaring(source, name.Qualifier, name.Name)
                    .Where(declaration => declaration.File != file).Select(declaration => new Edge(file, declaration.File, name.Name)))
                .Distinct().OrderBy(edge => edge.To, StringComparer.Ordinal).ThenBy(edge => edge.Name, StringComparer.Ordinal));
        }
    }

    /// <summary>A name, and what stands before it and a dot: null without a dot, a word, or nothing of interest.</summary>
    static (string? Qualifier, string Name) Qualified(string code, Match name)
    {
        ReadOnlySpan<char> before = code.AsSpan(0, name.Index).TrimEnd();
        if (!before.EndsWith('.') || before.EndsWith(".."))
        {
            return (null, name.Value);
        }

        before = before[..^1].TrimEnd();
        int word = before.Length;
        while (word > 0 && (char.IsLetterOrDigit(before[word - 1]) || before[word - 1] == '_'))
        {
            word--;
        }

        return (before[word..].ToString(), name.Value);
    }

    /// <summary>Types that stand in a namespace: what stands within another type is named by that.</summary>
    /// <returns>The namespaces.</returns>
    HashSet<string> ReadDeclarations(string file, string code)
    {
        HashSet<string> namespaces = [];
        string now = "";
        int outside = 0, depth = 0, extension = -1;
        foreach (Match match in Declarations().Matches(code))
        {
            if (match.Groups["namespace"] is { Success: true, Value: var name })
            {
                namespaces.Add(now = name);
                outside = match.Groups["block"].Success ? 1 : 0;
            }
            else if (match.Groups["type"] is { Success: true, Value: var type } && depth == outside)
            {
                Add(types, type, new(file, now));
            }
            else if (match.Groups["member"] is { Success: true, Value: var member })
            {
                if (extension >= 0)
                {
                    Add(extensions, member, new(file, now));
                }
                else
                {
                    members.Add(member);
                }
            }
            else if (match.Groups["extension"].Success)
            {
                extension = depth;
            }
            else if (match.Value is "{" or "}")
            {
                depth += match.Value == "{" ? 1 : -1;
                extension = depth <= extension && match.Value == "}" ? -1 : extension;
            }
        }

        return namespaces;
    }

    static void Add(Dictionary<string, HashSet<Declaration>> table, string name, Declaration declaration)
    {
        if (!table.TryGetValue(name, out HashSet<Declaration>? declarations))
        {
            table.Add(name, declarations = []);
        }

        declarations.Add(declaration);
    }

    /// <param name="qualifier">What stands before the name and a dot.</param>
    IEnumerable<Declaration> Declaring(Source source, string? qualifier, string name)
    {
        IEnumerable<Declaration> named = types.GetValueOrDefault(name) ?? [];
        if (qualifier is null)
        {
            Declaration[] own = [.. named.Where(type => source.Own.Contains(type.Namespace))];
            return own.Length > 0 ? own : named.Where(type => Sees(source, type.Namespace));
        }

        IEnumerable<Declaration> extending = members.Contains(name) ? [] : extensions.GetValueOrDefault(name) ?? [];
        return named.Where(type => type.Namespace.Split('.')[^1] == qualifier)
            .Concat(extending.Where(member => Sees(source, member.Namespace)));
    }

    /// <summary>Whether what a namespace has needs no qualifier.</summary>
    static bool Sees(Source source, string used) =>
        source.Used.Contains(used) || source.Own.Any(own => own == used || own.StartsWith(used + ".", StringComparison.Ordinal));

    [GeneratedRegex(@"(^|/)(obj|bin)/")]
    private static partial Regex OfBuild();

    [GeneratedRegex(@"^\s*using\s+(?:static\s+)?([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"\b[A-Za-z_]\w*")]
    private static partial Regex Names();

    [GeneratedRegex(@"[{}]|\b(?<extension>extension)\s*(?:<[^>]*>)?\s*\(|\bnamespace\s+(?<namespace>[\w.]+)\s*(?:;|(?<block>(?=\{)))"
        + @"|\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<type>[A-Za-z_]\w*)"
        + @"|\bdelegate\s+(?!\*)[\w<>?\[\], .]+?\s(?<type>[A-Za-z_]\w*)\s*(?=\()"
        + @"|\b(?:public|internal)\s+(?![^({=;]*\b(?:class|struct|interface|enum|record|delegate)\b)"
        + @"[\w<>?\[\](), .]+?\s(?<member>\w+)\s*(?:<[^>]*>)?\s*(?=[({=])")]
    private static partial Regex Declarations();
}
