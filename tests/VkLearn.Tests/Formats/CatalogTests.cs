using System.Text;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Formats;

public sealed class CatalogTests
{
    static CatalogTests()
    {
        Catalog<Piece>.Add("Dense", s => new Piece(s.Int("in", 1), s.Int("out")));
        Catalog<Piece>.Add("Relu", _ => new Piece(1, 1));
    }

    [Fact]
    public void ReadsAnObject() => Assert.Equal(new Piece(3, 4), Read("""{"type": "Dense", "in": 3, "out": 4}"""));

    [Fact]
    public void ReadsABareString() => Assert.Equal(new Piece(1, 1), Read("\"Relu\""));

    [Fact]
    public void NamesTheNearestType() => Refuses(
        """{"type": "Dnse"}""",
        """scenes/x.json(1,10): unknown type "Dnse". Did you mean "Dense"? Known: Dense, Relu.""");

    [Fact]
    public void SaysWhereTheTypeIs()
    {
        Settings scene = Settings.Parse("scenes/x.json", "{\"layers\": [\"Relu\",\n  \"Softplus\"]}"u8);
        var e = Assert.Throws<SettingsException>(() => Catalog<Piece>.Read(scene.List("layers")[1]));
        Assert.Equal("""scenes/x.json(2,3): unknown type "Softplus" at layers[1]. Known: Dense, Relu.""", e.Message);
    }

    [Fact]
    public void AnEmptyCatalogueSaysSo()
    {
        var e = Assert.Throws<SettingsException>(() => Catalog<Version>.Read(Settings.Parse("x.json", "\"A\""u8)));
        Assert.Equal("""x.json(1,1): unknown type "A". Known: none.""", e.Message);
    }

    [Fact]
    public void RefusesAnUnknownKey() => Refuses(
        """{"type": "Dense", "out": 4, "im": 3}""",
        """scenes/x.json(1,29): unknown key "im" in Dense. Did you mean "in"? Known: type, in, out.""");

    [Fact]
    public void RefusesAMissingType() => Refuses("""{"out": 4}""", """scenes/x.json(1,1): "type" is missing at the top level.""");

    [Fact]
    public void RefusesANumber() => Refuses(
        "3", "scenes/x.json(1,1): the top level must be an object or the name of a type, received 3.");

    [Fact]
    public void PlacesWhatTheConstructorRefuses() => Refuses(
        """{"type": "Dense", "out": 0}""", "scenes/x.json(1,26): Dense: out must be positive, received 0.");

    [Fact]
    public void BlamesTheWholeWhereNoKeyIsToBlame() => Refuses(
        """{"type": "Dense", "in": 5, "out": 5}""", "scenes/x.json(1,1): Dense has in = out = 5. Leave it out.");

    [Fact]
    public void RefusesADuplicate()
    {
        var e = Assert.Throws<InvalidOperationException>(() => Catalog<Piece>.Add("Relu", _ => new Piece(1, 1)));
        Assert.Equal("\"Relu\" is already in the catalogue of Piece. Give one of the two another name.", e.Message);
    }

    [Fact]
    public void AddsFromManyThreads()
    {
        Parallel.For(0, 200, i => Catalog<StringBuilder>.Add($"T{i}", _ => new StringBuilder().Append(i)));
        Assert.Equal("177", Catalog<StringBuilder>.Read(Settings.Parse("x.json", "\"T177\""u8)).ToString());
    }

    static Piece Read(string json) => Catalog<Piece>.Read(Settings.Parse("scenes/x.json", Encoding.UTF8.GetBytes(json)));

    static void Refuses(string json, string message) =>
        Assert.Equal(message, Assert.Throws<SettingsException>(() => Read(json)).Message);

    sealed record Piece
    {
        public Piece(int inputs, int @out)
        {
            if (@out < 1) throw new ArgumentOutOfRangeException(nameof(@out), @out, $"out must be positive, received {@out}.");
            if (inputs == 5 && @out == 5) throw new ArgumentException("Dense has in = out = 5. Leave it out.");
            (Inputs, Out) = (inputs, @out);
        }

        public int Inputs { get; }

        public int Out { get; }
    }
}
