using System.Text;

namespace VkLearn.Tests;

/// <summary>C# without its comments, strings and characters; what stands in an interpolation's braces stays.</summary>
ref struct CSharpCode
{
    readonly ReadOnlySpan<char> text;
    readonly StringBuilder code = new();
    int at;

    CSharpCode(ReadOnlySpan<char> text) => this.text = text;

    public static string Of(string text)
    {
        CSharpCode stripped = new(text);
        stripped.ReadCode(isHole: false);
        return stripped.code.ToString();
    }

    readonly bool Is(string next) => text[at..].StartsWith(next, StringComparison.Ordinal);

    /// <summary>To the end, or to the brace that closes the hole of an interpolation.</summary>
    void ReadCode(bool isHole)
    {
        for (int depth = 0; at < text.Length;)
        {
            if (Is("//"))
            {
                SkipTo("\n");
            }
            else if (Is("/*"))
            {
                SkipTo("*/");
            }
            else if (text[at] == '\'')
            {
                at += text[at + 1] == '\\' ? 3 : 2; // the character that it is
                SkipTo("'");
            }
            else if (text[at] is '"' or '$' or '@' && StringLength() is > 0 and int prefix)
            {
                ReadString(prefix);
            }
            else
            {
                depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
                if (isHole && depth < 0)
                {
                    return;
                }

                code.Append(text[at++]);
            }
        }
    }

    void SkipTo(string end)
    {
        int found = text[at..].IndexOf(end);
        at = found < 0 ? text.Length : at + found + end.Length;
        code.Append(end == "\n" ? '\n' : ' ');
    }

    /// <summary>How many characters $ and @ there are before a quote; with the quote.</summary>
    readonly int StringLength()
    {
        int quote = text[at..].IndexOfAnyExcept('$', '@');
        return quote >= 0 && text[at + quote] == '"' ? quote + 1 : 0;
    }

    void ReadString(int prefix)
    {
        ReadOnlySpan<char> kind = text.Slice(at, prefix);
        int dollars = kind.Count('$'), quotes = Math.Max(text[(at + prefix - 1)..].IndexOfAnyExcept('"'), 1);
        bool isVerbatim = kind.Contains('@'), isRaw = quotes >= 3 && !isVerbatim;
        quotes = isRaw ? quotes : 1;
        at += prefix - 1 + quotes;
        string end = new('"', quotes), hole = new('{', Math.Max(dollars, 1));
        code.Append(' ');
        while (at < text.Length && (!Is(end) || (isVerbatim && Is("\"\""))))
        {
            if (!isRaw && ((!isVerbatim && text[at] == '\\') || (isVerbatim && text[at] == '"') || (dollars > 0 && Is("{{"))))
            {
                at += 2; // escaped
            }
            else if (dollars > 0 && Is(hole))
            {
                at += hole.Length;
                ReadCode(isHole: true);
                at += hole.Length;
                code.Append(' ');
            }
            else
            {
                at++;
            }
        }

        at += quotes;
    }
}
