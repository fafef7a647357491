namespace VkLearn.Data;

/// <summary>By what a series is scaled that was learned from: <see cref="Preparation"/>.</summary>
static class SeriesPreparation
{
    public static string Write(DataSource source, IReadOnlyList<Feature> norms) => Preparation.Write(source, writer =>
    {
        writer.WriteStartArray("norms");
        foreach (Feature norm in norms)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(norm.Name);
            writer.WriteNumberValue(norm.Mean);
            writer.WriteNumberValue(norm.Scale);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    });

    /// <summary>Null where there is none, or of another kind of source.</summary>
    public static IReadOnlyList<Feature>? Read(DataSource source, string? text) => Preparation.Read(source, text) is { } read
        ? [.. read.GetProperty("norms").EnumerateArray()
            .Select(norm => new Feature(norm[0].GetString()!, norm[1].GetSingle(), norm[2].GetSingle()))]
        : null;
}
