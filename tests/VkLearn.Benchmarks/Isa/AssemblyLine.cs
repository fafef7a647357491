using System.Globalization;
using System.Text.RegularExpressions;

namespace VkLearn.Benchmarks;

/// <summary>An instruction of AMD's or Intel's, of whose hundreds only what products are made of is told apart.</summary>
/// <param name="Block">The number of the stretch without a jump that it is in.</param>
/// <param name="Labels">Names of the place before it.</param>
/// <param name="JumpsTo">The label that it may go on from.</param>
/// <param name="MultiplyAdds">How many it is for an invocation: two if it is dual, half if it does half a subgroup.</param>
/// <param name="SharedLoads">Likewise.</param>
sealed partial record AssemblyLine(int Block, IReadOnlyList<string> Labels, string? JumpsTo, double MultiplyAdds, double SharedLoads)
{
    public static List<AssemblyLine> Read(string assembly)
    {
        List<AssemblyLine> lines = [];
        List<string> labels = [];
        int block = 0, width = 0;
        foreach (string text in Joined(assembly))
        {
            if (Label().Match(text) is { Success: true } label)
            {
                labels.Add(label.Groups[1].Value);
                block++;
            }
            else if (Instruction().Match(text) is { Success: true } instruction)
            {
                string name = instruction.Groups["name"].Value;
                int lanes = instruction.Groups["lanes"] is { Success: true } many ? int.Parse(many.Value, CultureInfo.InvariantCulture) : 0;
                width = Math.Max(width, lanes); // of Intel's: the widest is a whole subgroup's
                double share = lanes == 0 ? 1 : lanes;
                bool jumps = Jumps().IsMatch(name);
                lines.Add(new(block, [.. labels], jumps ? Target().Match(text).Groups[1].Value : null,
                    share * MultiplyAddsOf(name, text), share * (IsSharedLoad(name, text) ? 1 : 0)));
                labels.Clear();
                block += jumps ? 1 : 0;
            }
        }

        return width == 0 ? lines
            : [.. lines.Select(line => line with { MultiplyAdds = line.MultiplyAdds / width, SharedLoads = line.SharedLoads / width })];
    }

    /// <summary>Intel says of a message on a line of its own, further to the right, where it goes.</summary>
    static IEnumerable<string> Joined(string assembly)
    {
        string? held = null;
        foreach (string line in assembly.Split('\n'))
        {
            if (line.StartsWith("        ", StringComparison.Ordinal))
            {
                held += line;
                continue;
            }

            if (held is not null)
            {
                yield return held;
            }

            held = line;
        }

        yield return held ?? "";
    }

    static double MultiplyAddsOf(string name, string text) => name switch
    {
        "mad" => text.Contains(">F", StringComparison.Ordinal) ? 1 : 0,
        _ when name.StartsWith("v_pk_fma", StringComparison.Ordinal) => 2,
        _ when name.StartsWith("v_dual_", StringComparison.Ordinal) => Dual().Count(text),
        _ when MultiplyAdd().IsMatch(name) => 1,
        _ => 0,
    };

    static bool IsSharedLoad(string name, string text) => name.StartsWith("ds_load", StringComparison.Ordinal)
        || name.StartsWith("ds_read", StringComparison.Ordinal)
        || (name.StartsWith("send", StringComparison.Ordinal) && SharedMessage().IsMatch(text));

    [GeneratedRegex(@"^\s*(BB\d+|LABEL\d+):")]
    private static partial Regex Label();

    /// <summary>Intel's have a predicate before, and the number of invocations behind.</summary>
    [GeneratedRegex(@"^\s?(\([^)]*\)\s*)?(?<name>[a-z]\w*)(\.\S+?)?(\((?<lanes>\d+)\))?(\s|$)")]
    private static partial Regex Instruction();

    [GeneratedRegex("^(s_c?branch|if|else|endif|while|break|continue|halt)")]
    private static partial Regex Jumps();

    [GeneratedRegex(@"(?:branch\w* |JIP:\s+)(\w+)")]
    private static partial Regex Target();

    [GeneratedRegex("^v_(fma|mac|mad)(c|ak|mk|ac)?_(legacy_)?f32")]
    private static partial Regex MultiplyAdd();

    [GeneratedRegex(@"v_dual_fma\w*_f32")]
    private static partial Regex Dual();

    /// <summary>Of the messages before Arc's, those to surface 254.</summary>
    [GeneratedRegex(@"slm MsgDesc: \( load|Surface = 254.*read|read.*Surface = 254")]
    private static partial Regex SharedMessage();
}
