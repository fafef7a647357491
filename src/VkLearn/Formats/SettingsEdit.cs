using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VkLearn.Formats;

/// <summary>One <c>--set path=value</c>; its own text is its place.</summary>
/// <param name="target">The file that it changes.</param>
sealed class SettingsEdit(string path, string value, string target)
{
    readonly SettingsPlace place = new($"--set {path}={value}", 0, 0);

    /// <summary>The tree with the value changed; what is unchanged is shared.</summary>
    /// <exception cref="SettingsException">The path meets nothing.</exception>
    public SettingsValue Apply(SettingsValue root)
    {
        string[] steps = StepsOf(path);
        return steps is [] ? throw place.Error("no key before the \"=\". Write it as --set training.batch=64.") : Apply(root, steps);
    }

    /// <summary>The keys and numbers that a path goes by.</summary>
    public static string[] StepsOf(string path) =>
        path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    SettingsValue Apply(SettingsValue to, ReadOnlySpan<string> steps) => to.Kind switch
    {
        _ when steps.IsEmpty => ValueAt(to.Path),
        JsonValueKind.Array => ApplyToList(to, steps),
        JsonValueKind.Object => ApplyToObject(to, steps, to.Members),
        // A bare "Relu" is {"type": "Relu"}.
        JsonValueKind.String => ApplyToObject(to, steps, [new("type", to.Place, to)]),
        _ => throw place.Error($"{to.Label} is {to.Received}, there is no {SettingsWords.Quote(steps[0])} in it."),
    };

    SettingsValue ApplyToList(SettingsValue list, ReadOnlySpan<string> steps)
    {
        if (!int.TryParse(steps[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= list.Items.Count)
            throw place.Error($"{list.Label} is a list of {list.Items.Count}, it has no [{steps[0]}]."
                + (list.Items.Count == 0 ? "" : $" Known: 0 to {list.Items.Count - 1}."));
        SettingsValue changed = Apply(list.Items[index], steps[1..]);
        return new(list.Place, list.Path, JsonValueKind.Array, items: [.. list.Items.Select((item, i) => i == index ? changed : item)]);
    }

    SettingsValue ApplyToObject(SettingsValue to, ReadOnlySpan<string> steps, IReadOnlyList<SettingsMember> members)
    {
        string key = steps[0];
        if (members.FirstOrDefault(m => m.Key == key) is { } member)
        {
            SettingsMember changed = member with { Value = Apply(member.Value, steps[1..]) };
            return new(to.Place, to.Path, JsonValueKind.Object, members: [.. members.Select(m => m == member ? changed : m)]);
        }
        if (steps.Length == 1)
        {
            SettingsValue added = ValueAt(to.Path == "" ? key : $"{to.Path}.{key}");
            return new(to.Place, to.Path, JsonValueKind.Object, members: [.. members, new(key, place, added)]);
        }
        var keys = members.Select(m => m.Key);
        throw place.Error($"there is no {SettingsWords.Quote(key)} {to.Where} of {target}.{SettingsWords.Meant(key, keys)} "
            + $"Known: {SettingsWords.Listed(keys)}.");
    }

    SettingsValue ValueAt(string at)
    {
        try
        {
            return new SettingsText(place.File, Encoding.UTF8.GetBytes(value), hasLines: false).Read(at, default);
        }
        catch (JsonException)
        {
            return new(place, at, JsonValueKind.String, value);
        }
    }
}
