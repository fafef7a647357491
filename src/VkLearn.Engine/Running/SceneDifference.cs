using System.Text.Json;
using VkLearn.Data;
using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>Whether two scenes learn the same: what is seen of it, how long it goes on and where the data lie may differ.</summary>
static class SceneDifference
{
    static readonly string[] learning = ["model", "optimizer", "loss"];

    /// <exception cref="DataException">The snapshot is of a scene that learns something else;
    /// the message names the first difference.</exception>
    public static void Refuse(Snapshot snapshot, string scene, int? seed)
    {
        if (Find(snapshot.Text("scene"), scene) is { } difference)
        {
            throw snapshot.Refused($"it is of another scene: {difference}. Go on with the scene of before, or name another directory.");
        }

        if (seed is { } asked && snapshot.Text("seed") is var told && told != $"{asked}")
        {
            throw snapshot.Refused($"its seed is {told}, asked for is {asked}. Leave --seed out to go on.");
        }
    }

    /// <summary>The first difference, in words; null if there is none.</summary>
    public static string? Find(string before, string now)
    {
        using JsonDocument old = JsonDocument.Parse(before), current = JsonDocument.Parse(now);
        return learning.Select(key => Find(Member(old.RootElement, key), Member(current.RootElement, key), key))
            .FirstOrDefault(difference => difference is not null);
    }

    static JsonElement? Member(JsonElement element, string key) => element.TryGetProperty(key, out JsonElement value) ? value : null;

    static string? Find(JsonElement? before, JsonElement? now, string path) => (before, now) switch
    {
        (null, null) => null,
        ({ ValueKind: JsonValueKind.Object } a, { ValueKind: JsonValueKind.Object } b) => a.EnumerateObject()
            .Concat(b.EnumerateObject()).Select(member => member.Name).Distinct()
            .Select(key => Find(Member(a, key), Member(b, key), $"{path}.{key}")).FirstOrDefault(difference => difference is not null),
        ({ ValueKind: JsonValueKind.Array } a, { ValueKind: JsonValueKind.Array } b) => Enumerable
            .Range(0, Math.Max(a.GetArrayLength(), b.GetArrayLength()))
            .Select(i => Find(Item(a, i), Item(b, i), $"{path}[{i}]")).FirstOrDefault(difference => difference is not null),
        _ => Same(before, now) ? null : $"{path} was {Text(before)}, is {Text(now)}",
    };

    static JsonElement? Item(JsonElement list, int index) => index < list.GetArrayLength() ? list[index] : null;

    /// <summary>1e-3 is 0.001.</summary>
    static bool Same(JsonElement? a, JsonElement? b) =>
        a is { ValueKind: JsonValueKind.Number } x && b is { ValueKind: JsonValueKind.Number } y
        ? x.GetDouble() == y.GetDouble() : Text(a) == Text(b);

    static string Text(JsonElement? element) => element?.GetRawText() ?? "not given";
}
