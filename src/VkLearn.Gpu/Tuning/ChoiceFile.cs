using System.Text.Encodings.Web;
using System.Text.Json;

namespace VkLearn.Gpu;

/// <summary>
/// What <c>vklearn tune</c> measured on this machine and later runs do: a JSON file for a person to read too. VKLEARN_CHOICES names it, or
/// is <c>off</c>; by default it is <c>choices.json</c> where pipelines are kept.
/// </summary>
/// <param name="Driver">What is to be set before a driver loads; null where that was not measured.</param>
/// <param name="Devices">One for each device and driver.</param>
public sealed record ChoiceFile(DriverSettings? Driver, IReadOnlyList<DeviceChoices> Devices)
{
    const string Off = "off", Format = "vklearn choices 1";

    static readonly JsonWriterOptions layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ChoiceFile Empty { get; } = new(null, []);

    /// <summary>The file with this instead of what it holds of the same device and driver.</summary>
    public ChoiceFile With(DeviceChoices device) =>
        this with { Devices = [.. Devices.Where(other => (other.Device, other.Driver) != (device.Device, device.Driver)), device] };

    /// <summary>The file that a run uses, whether it is there or not; where tuning writes.</summary>
    public static string PathOf(GpuOptions options) => options.ChosenChoices is { } named and not Off ? named
        : Path.Combine(options.CacheDirectory ?? CacheFolder.Default, "choices.json");

    /// <summary>
    /// What a run is to use. A file that nobody named is passed over where it is damaged, with a warning; one that was named is refused.
    /// </summary>
    /// <exception cref="ArgumentException">The file that was named is damaged.</exception>
    /// <exception cref="IOException">The file that was named cannot be read.</exception>
    internal static ChoiceFile Of(GpuOptions options)
    {
        string path = PathOf(options);
        bool isNamed = options.ChosenChoices is not null;
        if (options.ChosenChoices == Off || (!isNamed && !File.Exists(path)))
        {
            return Empty;
        }

        try
        {
            return Read(path);
        }
        catch (Exception failure) when (!isNamed && failure is ArgumentException or IOException or UnauthorizedAccessException)
        {
            options.Receiver(new(GpuSeverity.Warning, "choices", $"{failure.Message} Going on without it."));
            return Empty;
        }
    }

    /// <summary>What a run is to use on a device.</summary>
    /// <exception cref="ArgumentException">The file that was named holds nothing for it.</exception>
    internal static IReadOnlyDictionary<string, string> Of(GpuOptions options, DeviceInfo info)
    {
        ChoiceFile file = Of(options);
        if (file.Devices.FirstOrDefault(device => device.AreOf(info)) is { } own)
        {
            return own.Choices;
        }

        return options.ChosenChoices is null or Off ? new Dictionary<string, string>() : throw new ArgumentException(
            $"The choice file {PathOf(options)} is of {Names(file.Devices)}, this device is {info.Name}, {info.Driver}. "
            + "Let vklearn tune measure it, or say VKLEARN_CHOICES=off.");
    }

    static string Names(IReadOnlyList<DeviceChoices> devices) =>
        devices.Count == 0 ? "no device" : string.Join("; ", devices.Select(device => $"{device.Device}, {device.Driver}"));

    /// <exception cref="ArgumentException">It is not a choice file, or a damaged one; the message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ChoiceFile Read(string path)
    {
        byte[] text = File.ReadAllBytes(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return Parse(document.RootElement);
        }
        catch (Exception damaged) when (damaged is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ArgumentException($"The choice file {path} is damaged: {damaged.Message} Let vklearn tune write it anew.", damaged);
        }
    }

    /// <summary>Replaces the file in one step, so that another run never reads half of it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        ReplacedFile.Write(path, file =>
        {
            using Utf8JsonWriter json = new(file, layout);
            Write(json);
        });
    }

    static ChoiceFile Parse(JsonElement root)
    {
        string format = root.GetProperty("format").GetString() ?? "";
        if (format != Format)
        {
            throw new FormatException($"\"format\" must be \"{Format}\", received \"{format}\".");
        }

        return new ChoiceFile(
            root.TryGetProperty("environment", out JsonElement environment) ? ParseDriver(environment) : null,
            [.. root.GetProperty("devices").EnumerateArray().Select(ParseDevice)]);
    }

    static DriverSettings ParseDriver(JsonElement driver)
    {
        Dictionary<string, string> variables = ParseTexts(driver.GetProperty("variables"));
        foreach ((string name, string value) in variables.Where(variable => !DriverSettings.Allows(variable.Key, variable.Value)))
        {
            throw new FormatException($"a variable must be a number of lavapipe's, LP_NAME, received {name}={value}.");
        }

        return new DriverSettings(ParseText(driver, "driver"), variables, ParseTimes(driver));
    }

    static DeviceChoices ParseDevice(JsonElement device) => new(
        ParseText(device, "device"), ParseText(device, "driver"), ParseTexts(device.GetProperty("choices")), ParseTimes(device));

    static string ParseText(JsonElement parent, string name) =>
        parent.GetProperty(name).GetString() ?? throw new FormatException($"\"{name}\" must be a text.");

    static Dictionary<string, string> ParseTexts(JsonElement texts) =>
        texts.EnumerateObject().ToDictionary(text => text.Name, text => ParseText(texts, text.Name));

    static Dictionary<string, IReadOnlyDictionary<string, double>> ParseTimes(JsonElement parent) =>
        parent.GetProperty("milliseconds").EnumerateObject().ToDictionary(
            work => work.Name,
            IReadOnlyDictionary<string, double> (work) =>
                work.Value.EnumerateObject().ToDictionary(way => way.Name, way => way.Value.GetDouble()));

    void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        if (Driver is { } driver)
        {
            json.WriteStartObject("environment");
            json.WriteString("driver", driver.Driver);
            Write(json, "variables", driver.Variables);
            Write(json, driver.Milliseconds);
            json.WriteEndObject();
        }

        json.WriteStartArray("devices");
        foreach (DeviceChoices device in Devices)
        {
            json.WriteStartObject();
            json.WriteString("device", device.Device);
            json.WriteString("driver", device.Driver);
            Write(json, "choices", device.Choices);
            Write(json, device.Milliseconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> texts)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in texts)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> times)
    {
        json.WriteStartObject("milliseconds");
        foreach ((string work, IReadOnlyDictionary<string, double> ways) in times)
        {
            json.WriteStartObject(work);
            foreach ((string way, double milliseconds) in ways)
            {
                json.WriteNumber(way, Math.Round(milliseconds, 5));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
