using System.Text;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Formats;

public sealed class SettingsTests
{
    enum Padding
    {
        Same,
        Valid,
    }

    const string Scene = """
        { // a comment
          "training": { "batch": 64, "rate": 1e-3, "shuffle": true, "note": "é", "none": null },
          "model": {
            "type": "Sequential",
            "layers": [
              { "type": "Dense", "in": 784, "out": 10, },
              "Relu"
            ],
            "shape": [1, 28, 28]
          },
        }
        """;

    [Fact]
    public void ReadsEveryKind()
    {
        Settings training = Parse(Scene).Required("training");
        Assert.Equal(64, training.Int("batch", min: 1, max: 64));
        Assert.Equal(1e-3, training.Number("rate"));
        Assert.Equal(1e-3f, training.Float("rate", min: 0, max: 1));
        Assert.True(training.Flag("shuffle"));
        Assert.Equal("é", training.Text("note"));
        Assert.Equal([1, 28, 28], Parse(Scene).Required("model").Ints("shape"));
        Assert.Equal(Padding.Valid, Parse("""{"padding": "valid"}""").OneOf<Padding>("padding"));
        Assert.Equal("b", Parse("""{"x": "B"}""").OneOf("x", ["a", "b"]));
        Assert.Equal(1000, Parse("""{"x": 1e3}""").Int("x"));
    }

    [Fact]
    public void FallsBackWhereNothingOrNullIsGiven()
    {
        Settings training = Parse(Scene).Required("training");
        foreach (string key in new[] { "absent", "none" })
        {
            Assert.Equal(3, training.Int(key, 3));
            Assert.Equal([3], training.Ints(key, [3]));
            Assert.Equal(0.5, training.Number(key, 0.5));
            Assert.Equal(0.5f, training.Float(key, 0.5f));
            Assert.True(training.Flag(key, true));
            Assert.Equal("x", training.Text(key, "x"));
            Assert.Equal("a", training.OneOf(key, ["a"], "a"));
            Assert.Equal(Padding.Same, training.OneOf<Padding>(key, Padding.Same));
            Assert.Null(training.Child(key));
            Assert.False(training.Has(key));
        }
    }

    [Fact]
    public void FindsFilesBesideTheSceneThenInTheWorkingFolder()
    {
        string folder = TempFolder.New(), scene = Path.Combine(folder, "x.json");
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        File.WriteAllText(scene, """{ "here": "data", "there": "no-such-data", "rooted": "/tmp" }""");
        Settings settings = Settings.ReadFile(scene);
        Assert.Equal(Path.Combine(folder, "data"), settings.FilePath("here"));
        Assert.Equal("no-such-data", settings.FilePath("there"));
        Assert.Equal("/tmp", settings.FilePath("rooted"));
        Assert.Equal("data", settings.With("here", "data").FilePath("here"));
        Assert.Equal("x", settings.FilePath("absent", "x"));
    }

    [Fact]
    public void WritesTheDefaultsOfWhatWasAsked()
    {
        Settings settings = Parse("""{ "model": ["Relu", { "type": "Dense", "out": 3 }], "rate": 1e-3 }""");
        IReadOnlyList<Settings> layers = settings.List("model");
        _ = (layers[0].Type, layers[0].Float("slope", 0.5f), layers[1].Type, layers[1].Int("out"), layers[1].Flag("bias", true));
        _ = (settings.Number("rate", 1), settings.Text("name", "a \"b\""), settings.Has("more"));
        Assert.Equal(
            """{"model":[{"type":"Relu","slope":0.5},{"type":"Dense","out":3,"bias":true}],"rate":1e-3,"name":"a \"b\""}""",
            System.Text.RegularExpressions.Regex.Replace(settings.ToJsonWithDefaults(), @"\s*\n\s*|(?<=:) ", ""));
        Assert.Equal("""{"model":["Relu",{"type":"Dense","out":3}],"rate":1e-3}""", settings.ToJson());
    }

    [Fact]
    public void KnowsTheKeysOfAnObjectOfNames()
    {
        Settings models = Parse("""{"models": {"critic": 1, "none": null, "generator": 2}}""").Required("models");
        Assert.Equal(["critic", "generator"], models.Keys);
        models.RefuseUnknown();
    }

    [Fact]
    public void KnowsPathAndPlace()
    {
        Settings model = Parse(Scene).Required("model"), relu = model.List("layers")[1];
        Assert.Equal(("model.layers[1]", "scenes/x.json", 7, 7), (relu.Path, relu.File, relu.Line, relu.Column));
        Assert.Equal("Relu", relu.Type);
        Assert.Equal("Sequential", model.Type);
        relu.RefuseUnknown();
    }

    [Fact]
    public void CountsColumnsInCharacters()
    {
        var e = Assert.Throws<SettingsException>(() => Parse("{\"é\": 1,\r\n \"héé\": 2, \"b\": 3}").Child("é")!.Int("x"));
        Assert.Equal((1, 7), (e.Line, e.Column));
        Refuses("{\"a\": \"éé\", \"b\": true}", s => s.Int("b"), "(1,18): \"b\" must be a whole number, received true.");
    }

    [Fact]
    public void SkipsAByteOrderMark()
    {
        Settings settings = Settings.Parse("x.json", [.. Encoding.UTF8.Preamble, .. "{\"a\": 1}"u8]);
        Assert.Equal((1, 1, 1), (settings.Int("a"), settings.Line, settings.Column));
    }

    [Fact]
    public void TellsThePlaceByProperties()
    {
        var e = Assert.Throws<SettingsException>(() => Parse("{\n  \"a\": 1\n}").Text("a"));
        Assert.Equal(("scenes/x.json", 2, 8), (e.File, e.Line, e.Column));
    }

    [Theory]
    [InlineData("{\n \"a\": 1\n \"b\": 2}", "(3,2): not JSON: '\"' is invalid after a value. Expected either ',', '}', or ']'.")]
    [InlineData("{\"é\": 1 2}", "(1,9): not JSON: '2' is invalid after a value. Expected either ',', '}', or ']'.")]
    [InlineData("{} {}", "(1,4): not JSON: '{' is invalid after a single JSON value. Expected end of data.")]
    [InlineData("{\"a\": ten}", "(1,8): not JSON: 'ten}' is an invalid JSON literal. Expected the literal 'true'.")]
    [InlineData("{\n\"a\": 1,", "(2,7): not JSON: Expected start of a property name or value, but instead reached end of data.")]
    [InlineData("{\n\"a\": []", "(2,8): not JSON: Expected depth to be zero at the end of the JSON payload. "
        + "There is an open JSON object or array that should be closed.")]
    [InlineData("", "(1,1): not JSON: The input does not contain any JSON tokens. "
        + "Expected the input to start with a valid JSON token, when isFinalBlock is true.")]
    [InlineData("{\"out\": 1,\n \"out\": 2}", "(2,2): \"out\" is given twice. Keep one.")]
    [InlineData("{\"a\": \"\\ud800\"}", "(1,7): this text is not Unicode: save the file as UTF-8.")]
    public void RefusesWhatIsNotJson(string json, string message) => Refuses(json, _ => { }, message);

    [Fact]
    public void BecomesJsonAsItWasChanged() => Assert.Equal("""{"a":[1e-3,true,null,{"b":"\"ü\n"}],"c":{"d":7}}""",
        Parse("{ // said so\n \"a\": [1e-3, true, null, {\"b\": \"\\\"\\u00fc\\n\"},], \"c\": {\"d\": 6}}").With("c.d", "7").ToJson());

    [Fact]
    public void RefusesLatin1()
    {
        var e = Assert.Throws<SettingsException>(() => Settings.Parse("x.json", Encoding.Latin1.GetBytes("{\"a\": \"é\"}")));
        Assert.Equal("x.json(1,7): this text is not Unicode: save the file as UTF-8.", e.Message);
    }

    [Fact]
    public void TornAndSpoiltFilesAreRefusedWithAPlaceInTheFile()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Scene);
        for (int i = 0; i < whole.Length; i++)
        {
            Assert.NotNull(Refusal(whole.AsSpan(0, i)));
            foreach (byte spoilt in "\0\n\"{],:/*\\"u8.ToArray().Append((byte)0xC3).Append((byte)0xFF))
                Refusal([.. whole[..i], spoilt, .. whole[(i + 1)..]]); // some are still JSON
        }
    }

    [Fact]
    public void RefusesAMissingFile()
    {
        var e = Assert.Throws<SettingsException>(() => Settings.ReadFile("scenes/absent.json"));
        Assert.Equal("scenes/absent.json: there is no such file.", e.Message);
        Assert.Equal((0, 0), (e.Line, e.Column));
    }

    [Fact]
    public void ReadsAFile()
    {
        string path = Path.Combine(TempFolder.New(), "a.json");
        File.WriteAllText(path, "{\"a\": 5}");
        Assert.Equal(5, Settings.ReadFile(path).Int("a"));
    }

    [Fact]
    public void RefusesADirectory()
    {
        var e = Assert.Throws<SettingsException>(() => Settings.ReadFile(Path.GetTempPath()));
        Assert.StartsWith($"{Path.GetTempPath()}: the file cannot be read: ", e.Message);
    }

    [Theory]
    [InlineData("\"ten\"", "\"ten\"")]
    [InlineData("0", "0")]
    [InlineData("1048577", "1048577")]
    [InlineData("2.5", "2.5")]
    [InlineData("true", "true")]
    [InlineData("[1]", "a list")]
    [InlineData("{\"a\": 1}", "an object")]
    [InlineData("\"a\\n\\\"b\"", "\"a\\n\\\"b\"")]
    public void RefusesAWrongWholeNumber(string value, string received) => Refuses(
        $"{{\"out\": {value}}}", s => s.Int("out", min: 1, max: 1048576),
        $"(1,9): \"out\" must be a whole number from 1 to 1048576, received {received}.");

    [Fact]
    public void SaysOnlyTheBoundsThereAre()
    {
        const string Json = "{\"a\": \"x\"}";
        Refuses(Json, s => s.Int("a"), "(1,7): \"a\" must be a whole number, received \"x\".");
        Refuses(Json, s => s.Int("a", min: 1), "(1,7): \"a\" must be a whole number of at least 1, received \"x\".");
        Refuses(Json, s => s.Int("a", max: 5), "(1,7): \"a\" must be a whole number of at most 5, received \"x\".");
        Refuses(Json, s => s.Number("a"), "(1,7): \"a\" must be a number, received \"x\".");
        Refuses(Json, s => s.Float("a", min: 0.1f, max: 0.5f), "(1,7): \"a\" must be a number from 0.1 to 0.5, received \"x\".");
    }

    [Fact]
    public void RefusesOtherWrongTypes()
    {
        Refuses("{\"a\": 2}", s => s.Float("a", max: 1), "(1,7): \"a\" must be a finite number of at most 1, received 2.");
        Refuses("{\"a\": 1e400}", s => s.Number("a"), "(1,7): \"a\" must be a finite number, received 1e400.");
        Refuses("{\"a\": 1e39}", s => s.Float("a"), "(1,7): \"a\" must be a finite number, received 1e39.");
        Refuses("{\"a\": \"yes\"}", s => s.Flag("a"), "(1,7): \"a\" must be true or false, received \"yes\".");
        Refuses("{\"a\": 1}", s => s.Text("a"), "(1,7): \"a\" must be a text, received 1.");
        Refuses("{\"a\": 1}", s => s.List("a"), "(1,7): \"a\" must be a list, received 1.");
        Refuses("{\"a\": [1, 2.5]}", s => s.Ints("a", min: 1), "(1,11): \"a[1]\" must be a whole number of at least 1, received 2.5.");
        Refuses("{\"a\": 1}", s => s.Child("a")!.Int("b"), "(1,7): \"a\" must be an object, received 1.");
        Refuses("{\"a\": \"fast\"}", s => s.Child("a")!.Int("b", 1), "(1,7): \"a\" must be an object, received \"fast\".");
        Refuses("[1]", s => s.Int("a"), "(1,1): the top level must be an object, received a list.");
        Refuses("[1]", s => s.RefuseUnknown(), "(1,1): the top level must be an object, received a list.");
        Refuses("{\"a\": 1}", s => _ = s.Child("a")!.Type, "(1,7): \"a\" must be an object or the name of a type, received 1.");
    }

    [Fact]
    public void ShortensWhatItRepeats() => Refuses(
        $"{{\"a\": \"{new string('x', 100)}\"}}", s => s.Int("a"),
        $"(1,7): \"a\" must be a whole number, received \"{new string('x', 60)}...\".");

    [Fact]
    public void RefusesAWordThatIsNoneOfThem()
    {
        Refuses("{\"p\": \"vald\"}", s => s.OneOf<Padding>("p"),
            "(1,7): \"p\" must be one of Same, Valid, received \"vald\". Did you mean \"Valid\"?");
        Refuses("{\"p\": 1}", s => s.OneOf<Padding>("p"), "(1,7): \"p\" must be one of Same, Valid, received 1.");
        Refuses("{\"p\": \"1\"}", s => s.OneOf("p", ["a", "b"]), "(1,7): \"p\" must be one of a, b, received \"1\".");
    }

    [Fact]
    public void RefusesWhatIsMissing()
    {
        const string Json = "{ \"layer\": {\"type\": \"Dense\"}, \"plain\": {} }";
        foreach (Action<Settings> read in new Action<Settings>[]
        {
            s => s.Int("out"), s => s.Ints("out"), s => s.Number("out"), s => s.Float("out"), s => s.Flag("out"), s => s.Text("out"),
            s => s.OneOf("out", ["a"]), s => s.OneOf<Padding>("out"), s => s.List("out"), s => s.Required("out"),
        })
        {
            Refuses(Json, s => read(s.Required("layer")), "(1,12): \"out\" is missing in Dense.");
        }
        Refuses(Json, s => s.Required("plain").Int("out"), "(1,40): \"out\" is missing in plain.");
        Refuses(Json, s => s.Int("out"), "(1,1): \"out\" is missing at the top level.");
        Refuses("{\"model\": null}", s => s.Required("model"), "(1,1): \"model\" is missing at the top level.");
    }

    [Fact]
    public void FindsTheSlipInARequiredKey() => Refuses(
        "{\n  \"ot\": 3}", s => s.Int("out"), "(2,3): \"out\" is missing at the top level. Is \"ot\" a slip for it?");

    [Fact]
    public void RefusesUnknownKeys()
    {
        Refuses("{\"type\": \"Dense\", \"in\": 3,\n    \"ot\": 5}", s =>
        {
            Assert.Equal("Dense", s.Type);
            s.Int("in");
            s.Int("out", 1);
            s.Text("activation", "");
            s.RefuseUnknown();
        }, "(2,5): unknown key \"ot\" in Dense. Did you mean \"out\"? Known: type, in, out, activation.");
        Refuses("{\"a\": {\"far\": 1}}", s => s.Child("a")!.RefuseUnknown(), "(1,8): unknown key \"far\" in a. Known: none.");
        Refuses("{\"a\": 1}", s => s.RefuseUnknown(), "(1,2): unknown key \"a\" at the top level. Known: none.");
    }

    [Fact]
    public void ReadersPlaceTheirOwnErrors()
    {
        Refuses("{\"a\": 1}", s => throw s.Error("a and b exclude each other.", "a"), "(1,7): a and b exclude each other.");
        Refuses("{\"a\": 1}", s => throw s.Error("nothing to do.", "b"), "(1,1): nothing to do.");
    }

    [Theory]
    [InlineData("training.batch")]
    [InlineData("model.layers[0].out")]
    [InlineData("model.layers.0.out")]
    public void SetsAValue(string path)
    {
        Settings edited = Parse(Scene).With(path, "7");
        string key = path.Split('.')[^1];
        Settings at = key == "batch" ? edited.Required("training") : edited.Required("model").List("layers")[0];
        Assert.Equal(7, at.Int(key));
        Assert.Equal(784, edited.Required("model").List("layers")[0].Int("in"));
    }

    [Fact]
    public void TakesJsonOrElseText()
    {
        Settings training = Parse(Scene).With("training.note", "C:\\images").With("training.shuffle", "false")
            .With("training.more", "{\"a\": [1, 2]}").With("training.batch", "null").With("training.slash", "//x").Required("training");
        Assert.Equal("C:\\images", training.Text("note"));
        Assert.Equal("//x", training.Text("slash"));
        Assert.False(training.Flag("shuffle"));
        Assert.Equal([1, 2], training.Required("more").Ints("a"));
        Assert.Equal(32, training.Int("batch", 32));
    }

    [Fact]
    public void SetsAKeyOfABareType()
    {
        Settings relu = Parse(Scene).With("model.layers[1].slope", "0.2").Required("model").List("layers")[1];
        Assert.Equal("Relu", relu.Type);
        Assert.Equal(0.2f, relu.Float("slope"));
        relu.RefuseUnknown();
    }

    [Fact]
    public void ReplacesAWholePart()
    {
        Settings layer = Parse(Scene).With("model.layers[0]", "{\"type\": \"Dense\", \"ot\": 3}").Required("model").List("layers")[0];
        Assert.Equal("Dense", layer.Type);
        Assert.Equal("model.layers[0]", layer.Path);
        layer.Int("out", 1);
        var e = Assert.Throws<SettingsException>(layer.RefuseUnknown);
        Assert.Equal("--set model.layers[0]={\"type\": \"Dense\", \"ot\": 3}: unknown key \"ot\" in Dense. "
            + "Did you mean \"out\"? Known: type, out.", e.Message);
    }

    [Fact]
    public void ErrorsNameTheSet()
    {
        Settings edited = Parse(Scene).With("training.batch", "x").With("training.extra", "1");
        Settings training = edited.Required("training");
        var e = Assert.Throws<SettingsException>(() => training.Int("batch", min: 1));
        Assert.Equal("--set training.batch=x: \"batch\" must be a whole number of at least 1, received \"x\".", e.Message);
        Assert.Equal(("--set training.batch=x", 0, 0), (e.File, e.Line, e.Column));
        foreach (string key in new[] { "rate", "shuffle", "note", "none" }) training.Has(key);
        e = Assert.Throws<SettingsException>(training.RefuseUnknown);
        Assert.Equal("--set training.extra=1: unknown key \"extra\" in training. Known: batch, rate, shuffle, note, none.", e.Message);
    }

    [Theory]
    [InlineData("trainig.batch",
        "there is no \"trainig\" at the top level of scenes/x.json. Did you mean \"training\"? Known: training, model.")]
    [InlineData("model.layer[0].out",
        "there is no \"layer\" in Sequential of scenes/x.json. Did you mean \"layers\"? Known: type, layers, shape.")]
    [InlineData("model.layers[2].out", "\"model.layers\" is a list of 2, it has no [2]. Known: 0 to 1.")]
    [InlineData("model.layers.last", "\"model.layers\" is a list of 2, it has no [last]. Known: 0 to 1.")]
    [InlineData("training.batch.size", "\"training.batch\" is 64, there is no \"size\" in it.")]
    [InlineData("", "no key before the \"=\". Write it as --set training.batch=64.")]
    public void RefusesAPathThatMeetsNothing(string path, string problem)
    {
        var e = Assert.Throws<SettingsException>(() => Parse(Scene).With(path, "3"));
        Assert.Equal($"--set {path}=3: {problem}", e.Message);
    }

    static Settings Parse(string json) => Settings.Parse("scenes/x.json", Encoding.UTF8.GetBytes(json));

    static SettingsException? Refusal(ReadOnlySpan<byte> utf8)
    {
        try
        {
            Settings.Parse("x.json", utf8);
            return null;
        }
        catch (SettingsException e)
        {
            Assert.InRange(e.Line, 1, 1 + utf8.Count((byte)'\n'));
            Assert.InRange(e.Column, 1, 1 + utf8.Length);
            return e;
        }
    }

    static void Refuses(string json, Action<Settings> read, string message) =>
        Assert.Equal("scenes/x.json" + message, Assert.Throws<SettingsException>(() => read(Parse(json))).Message);
}
