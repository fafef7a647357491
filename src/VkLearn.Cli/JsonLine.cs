using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VkLearn.Cli;

/// <summary>A JSON object on a line of standard output, there at once for whoever reads along.</summary>
static class JsonLine
{
    static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // a "+" stays one
    /// <param name="members">Writes what is between the braces.</param>
    public static void Write(Action<Utf8JsonWriter> members)
    {
        ArrayBufferWriter<byte> line = new();
        using Utf8JsonWriter writer = new(line, options);
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
        writer.Flush();
        line.Write("\n"u8);
        StandardStream.Output.Write(line.WrittenSpan);
    }
}
