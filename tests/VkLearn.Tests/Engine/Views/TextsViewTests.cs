using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class TextsViewTests
{
    readonly Scene scene = new();
    readonly Written poem = new("title", "first line"), letter = new("title");

    public TextsViewTests()
    {
        scene.Add("poem", poem);
        scene.Add("desk").AddChild("letter", letter);
    }

    [Fact]
    public void AFieldSetsItsTextAndFollowsIt()
    {
        TextField[] fields = FieldsOf(new TextsView("poem"));
        Assert.Equal(["title", "first line"], fields.Select(one => one.Label));
        Assert.Equal("a few words", fields[0].Hint);
        Send(fields[0], "Odyssey");
        Assert.Equal(("Odyssey", "Odyssey", "7 letters", false), (poem.Values[0], fields[0].Value, fields[0].Remark, fields[0].IsRefused));
        poem.Values[0] = "Iliad";
        scene.Frame(0);
        Assert.Equal("Iliad", fields[0].Text);
    }

    [Theory, InlineData("?", "no question"), InlineData("!", "poem: no cry")]
    public void WhatIsRefusedIsSaidAndNothingIsLost(string wrong, string why)
    {
        TextField field = FieldsOf(new TextsView("poem"))[0];
        Send(field, "Odyssey");
        field.Type(wrong);
        Press(field, Key.Enter);
        scene.Frame(0);
        Assert.Equal(("Odyssey", "Odyssey" + wrong, true), (poem.Values[0], field.Text, field.IsRefused));
        Assert.Contains(why, field.Remark);
    }

    [Fact]
    public void WithoutAnEntityAllAreShownAndEqualNamesAreToldApart()
    {
        Behaviour read = Catalog<Behaviour>.Read(Settings.Parse("scene.json", "{ \"type\": \"Texts\", \"title\": \"All\" }"u8.ToArray()));
        Assert.Equal(["poem: title", "first line", "desk/letter: title"],
            FieldsOf(Assert.IsType<TextsView>(read)).Select(one => one.Label));
    }

    [Fact]
    public void SaysWhereTextsAre()
    {
        TextsView wrong = new("desk/leter"), none = new();
        scene.Add("texts", wrong);
        new Scene().Add("texts", none);
        Assert.Equal("No entity \"desk/leter\" has texts. Did you mean \"desk/letter\"? Known: poem, desk/letter.",
            Assert.Throws<ArgumentException>(wrong.MakeView).Message);
        Assert.Equal("Nothing in the scene has texts that can be written. A behaviour has them by the interface ITexts.",
            Assert.Throws<ArgumentException>(none.MakeView).Message);
    }

    TextField[] FieldsOf(TextsView view)
    {
        scene.Add("texts", view);
        using ControlPanel panel = (ControlPanel)view.MakeView();
        return [.. panel.Widgets.Cast<TextField>()];
    }

    static void Send(TextField field, string text)
    {
        field.Type(text);
        Press(field, Key.Enter);
    }

    static void Press(TextField field, Key key) => field.Key(new(key, IsPressed: true, IsRepeat: false));

    sealed class Written(params string[] names) : Behaviour, ITexts
    {
        public string[] Values { get; } = [.. names.Select(_ => "")];

        public IReadOnlyList<EditableText> Texts => [.. names.Select((name, i) => new EditableText(name, () => Values[i], text =>
        {
            Values[i] = text.Contains('?') ? throw new ArgumentException("no question")
                : text.Contains('!') ? throw new DataException("poem", "no cry") : text;
            return $"{text.Length} letters";
        }, "a few words"))];
    }
}
