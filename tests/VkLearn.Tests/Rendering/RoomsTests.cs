using System.Text.RegularExpressions;
using Xunit;

namespace VkLearn.Tests.Rendering;

/// <summary>Who names whom between the rooms of VkLearn.Rendering, by the names of the types that stand in their files.</summary>
public sealed partial class RoomsTests
{
    const int MostFiles = 25; // a room that holds more has another in it, unless it holds more of one kind

    // What may stand before a type's name; behind any other word the name is a member's or a variable's, as in `int Button`.
    static readonly HashSet<string> Keywords =
    [
        "public", "internal", "private", "protected", "static", "readonly", "sealed", "abstract", "override", "virtual", "new", "return",
        "is", "as", "in", "out", "ref", "case", "when", "params", "const", "await", "not", "or", "and", "where", "init", "using", "throw",
        "else", "required", "event", "delegate", "operator", "implicit", "explicit", "partial", "unsafe", "scoped", "fixed",
    ];

    static readonly (string Room, string Code)[] Files =
    [
        .. Directory.EnumerateDirectories(RepositoryRoot.Find("src/VkLearn.Rendering"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs"))
            .Select(file => (Path.GetFileName(Path.GetDirectoryName(file)!), Comments().Replace(File.ReadAllText(file), ""))),
    ];

    [Fact]
    public void NoRoomIsInACycle()
    {
        Dictionary<string, string> rooms = [];
        foreach ((string room, string code) in Files)
        {
            foreach (Match type in Types().Matches(code))
            {
                rooms[type.Groups[1].Value] = room;
            }
        }

        Assert.Equal("Drawing", rooms["View"]);
        var uses = Files.SelectMany(file => NamesIn(file.Code).Where(name => rooms.TryGetValue(name, out string? room) && room != file.Room)
            .Select(name => (From: file.Room, To: rooms[name], Name: name))).ToLookup(use => use.From);
        HashSet<string> left = [.. Files.Select(file => file.Room)];
        Assert.Contains(uses["Views"], use => use is { To: "Drawing", Name: "DrawShader" });
        while (left.FirstOrDefault(room => uses[room].All(use => !left.Contains(use.To))) is { } lowest)
        {
            left.Remove(lowest);
        }

        Assert.True(left.Count == 0, "Rooms that know each other: " + string.Join(", ",
            left.SelectMany(room => uses[room].Where(use => left.Contains(use.To))).Distinct()));
    }

    [Fact]
    public void RoomsAreSmall() => Assert.All(
        Files.CountBy(file => file.Room).Where(room => room.Key != "Views"), room => Assert.InRange(room.Value, 1, MostFiles));

    static IEnumerable<string> NamesIn(string code) => Names().Matches(code)
        .Where(name => WordBefore(code, name.Index) is var word && (word.Length == 0 || Keywords.Contains(word)))
        .Select(name => name.Value);

    /// <summary>The word before a place, "." for a member's dot, or nothing.</summary>
    static string WordBefore(string code, int place)
    {
        int end = code.AsSpan(0, place).TrimEnd().Length, start = end;
        while (start > 0 && (char.IsLetterOrDigit(code[start - 1]) || "_>]?".Contains(code[start - 1])))
        {
            start--;
        }

        return end > 0 && code[end - 1] == '.' ? "." : code[start..end];
    }

    [GeneratedRegex(@"//.*|""(\\.|[^""\\])*""")]
    private static partial Regex Comments();

    /// <summary>Those that are declared at a line's begin: inner ones are their type's own.</summary>
    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Types();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Names();
}
