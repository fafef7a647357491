using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Formats;

public sealed class SettingsProbeTests
{
    enum Color { Red, Green }

    sealed record Part(int Size);

    sealed record Whole(IReadOnlyList<Part> Parts);

    static SettingsProbeTests()
    {
        Catalog<Part>.Add("Even", "A part of even size.", settings => settings.Int("size", min: 2, max: 8) is var size && size % 2 == 0
            ? new Part(size) : throw new ArgumentException("size must be even."));
        Catalog<Part>.Add("Plain", settings => new Part(settings.Int("size", 3)));
        Catalog<Whole>.Add("Chain", "Parts.", settings => new Whole([.. settings.List("parts").Select(Catalog<Part>.Read)]));
    }

    [Fact]
    public void FindsKindsBoundsAndDefaults() => Finds(
        """
        count: whole number from 1 to 9, required
        rate: number of at least 0 = 0.5
        above: number above 0, required
        flag: true or false = false
        title: text = "none"
        color: one of Red, Green = "Green"
        shape: list of whole numbers of at least 1 = [2, 2]
        mean: list of numbers, required
        """,
        settings =>
        {
            settings.Int("count", min: 1, max: 9);
            settings.Number("rate", 0.5, min: 0);
            settings.Float("above", min: float.Epsilon);
            settings.Flag("flag", false);
            settings.Text("title", "none");
            settings.OneOf<Color>("color", Color.Green);
            settings.Ints("shape", [2, 2], min: 1);
            settings.Floats("mean");
        });

    [Fact]
    public void GivesWhatIsOnlyReadWhereItIsGiven() => Finds(
        """
        low: number
        high: number
        inner: object
          depth: whole number, required
          more: object
            width: whole number = 3
        """,
        settings =>
        {
            if (settings.Has("low") || settings.Has("high")) _ = settings.Float("low") + settings.Float("high");
            if (settings.Child("inner") is not { } inner) return;
            inner.Int("depth");
            inner.Child("more")?.Int("width", 3);
        });

    [Fact]
    public void NamesTheKeyThatADefaultFollows() => Finds(
        "kernel: whole number of at least 1, required\nstride: whole number = kernel",
        settings => settings.Int("stride", settings.Int("kernel", min: 1)));

    [Fact]
    public void KnowsCataloguesListsAndNumbersInTheirPlace() => Finds(
        """
        part: Part, required
        rate: number or Part, required
        parts: list of objects
          name: text, required
        rows: list of objects
          weight: number = 1
          label: text = ""
          rows: list of the same
        """,
        settings =>
        {
            Catalog<Part>.Read(settings.Required("part"));
            Settings rate = settings.Required("rate");
            if (rate.IsNumber) settings.Number("rate");
            else Catalog<Part>.Read(rate);
            if (settings.Has("parts")) settings.List("parts").Select(part => part.Text("name")).ToList();
            Rows(settings);

            static void Rows(Settings settings)
            {
                if (!settings.Has("rows")) return;
                foreach (Settings row in settings.List("rows"))
                {
                    row.Number("weight", 1);
                    row.Text("label", "");
                    Rows(row);
                }
            }
        });

    [Fact]
    public void KnowsNamesOfTheWritersOwn() => Finds(
        "parts: object: to each name of yours, Part",
        settings =>
        {
            if (settings.Child("parts") is not { } parts) return;
            foreach (string name in parts.Keys) Catalog<Part>.Read(parts.Required(name));
        });

    [Fact]
    public void GivesWhatIsMissedAfterAll() => Finds(
        "first: Part\nsecond: text",
        settings => _ = (Catalog<Part>.Read(settings.Child("first") ?? throw settings.Error("\"first\" is missing.")),
            settings.Has("second") ? settings.Text("second") : throw settings.Error("\"second\" is missing.")));

    [Fact]
    public void WhatIsAskedBeforeARefusalCounts()
    {
        SettingsProbe probe = new(settings => settings.Int("depth") is var depth && settings.Flag("on", true)
            ? throw new InvalidOperationException($"{depth} is not enough.") : null);
        Assert.Equal("depth: whole number, required\non: true or false = true", Text(probe.Explore(), ""));
        Assert.Null(probe.Made);
    }

    [Fact]
    public void MakesTypesOfACatalogueFromSamples()
    {
        IReadOnlyList<SettingType> types = SettingType.Of("Part");
        Assert.Equal(["Even", "Plain"], types.Select(type => type.Name));
        Assert.Equal("A part of even size.", types[0].About);
        Assert.Equal("size: whole number from 2 to 8, required", Text(types[0].Settings, ""));
        Assert.Equal(new Part(2), types[0].Made);
        Assert.Equal("parts: list of Part, required", Text(SettingType.Of("Whole")[0].Settings, ""));
        Assert.IsType<Whole>(SettingType.Of("Whole")[0].Made);
        Assert.Empty(SettingType.Of("Nothing"));
    }

    static void Finds(string expected, Action<Settings> read)
    {
        SettingsProbe probe = new(settings =>
        {
            read(settings);
            return settings;
        });
        Assert.Equal(expected.ReplaceLineEndings("\n"), Text(probe.Explore(), ""));
        Assert.NotNull(probe.Made);
    }

    static string Text(IEnumerable<Setting> settings, string indent) => string.Join('\n', settings.Select(setting =>
        $"{indent}{setting.Key}: {setting.Kind}{(setting.Default is { } value ? $" = {value}" : setting.IsRequired ? ", required" : "")}"
        + (setting.Parts.Count > 0 ? "\n" + Text(setting.Parts, indent + "  ") : "")));
}
