using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using Xunit;

namespace VkLearn.Tests.Rendering.Widgets;

[Collection("gpu")]
public sealed class TextFieldTests(GpuFixture fixture)
{
    readonly TextField field = new("sentence") { Hint = "words" };

    [Fact]
    public void IsWrittenAtTheCaret()
    {
        field.Type("not");
        field.Type(" true");
        Press(Key.Home, Key.Right, Key.Right, Key.Right);
        field.Type(" so");
        Assert.Equal(("not so true", 6), (field.Text, field.Caret));
        Press(Key.Backspace, Key.Backspace, Key.Left, Key.Delete);
        Assert.Equal(("not true", 3), (field.Text, field.Caret));
        Press(Key.End, Key.Right, Key.Delete);
        field.Type("!");
        Press(Key.Home, Key.Left, Key.Backspace);
        Assert.Equal(("not true!", 0), (field.Text, field.Caret));
        field.Key(new(Key.Delete, IsPressed: false, IsRepeat: false));
        Assert.Equal("not true!", field.Text);
    }

    /// <summary>A user's character may be several of Unicode's: a letter and its accent, a woman who is an astronaut.</summary>
    [Theory, InlineData("é"), InlineData("e\u0301"), InlineData("𝄞"), InlineData("\U0001F469\u200D\U0001F680")]
    public void ACharacterIsPassedAndDeletedAsAWhole(string character)
    {
        field.Type($"a{character}b");
        Press(Key.Left, Key.Left);
        Assert.Equal(1, field.Caret);
        Press(Key.Right, Key.Backspace);
        Assert.Equal(("ab", 1), (field.Text, field.Caret));
    }

    [Fact]
    public void LineEndsAndTabsBecomeBlanks()
    {
        field.Type("not\r\ntrue\tor\nfalse\u0007");
        Assert.Equal("not true or false ", field.Text);
    }

    [Fact]
    public void WhatIsRefusedStaysAndWhatIsAcceptedIsItsValue()
    {
        List<string> sent = [];
        field.Sent += sent.Add;
        field.Type("not");
        Press(Key.Enter);
        field.Refuse("too short");
        Assert.Equal(("not", "", "too short", true), (field.Text, field.Value, field.Remark, field.IsRefused));
        field.Value = "of others"; // what the user writes goes before
        field.Type(" true");
        Press(Key.Enter);
        field.Accept("fine");
        Assert.Equal(("not true", "not true", "fine", false), (field.Text, field.Value, field.Remark, field.IsRefused));
        field.Value = "of others";
        Assert.Equal("of others", field.Text);
        Assert.Equal(["not", "not true"], sent);
    }

    [Fact]
    public void EscapeGivesUp()
    {
        field.Value = "kept";
        field.Type(" and more");
        field.Refuse("no");
        Press(Key.Escape);
        Assert.Equal(("kept", "", false), (field.Text, field.Remark, field.IsRefused));
    }

    /// <summary>A click gives it the keyboard and puts the caret there; one elsewhere takes the keyboard away, and no letter.</summary>
    [Fact]
    public void AClickGivesItTheKeyboard()
    {
        ControlPanel panel = new("texts", field), other = new("other", new Button("go"));
        using Picture picture = new(fixture.Gpu, Layout<View>.Column(panel, other), 1280, 720);
        picture.Draw();
        Rectangle place = panel.PlaceOf(field);
        Assert.False(picture.Renderer.Type("lost"));

        picture.Point(PointerAction.Press, place.X + 20, place.Y + place.Height / 2);
        picture.Point(PointerAction.Release, place.X + 20, place.Y + place.Height / 2);
        Assert.True(field.HasKeys && picture.Renderer.Type("not true") && Hear(Key.Space) && Hear(Key.Tab));
        Assert.Null(picture.Renderer.FullView);
        float width = TextStyle.Body.Measure("not", 1);
        picture.Draw();
        picture.Point(PointerAction.Press, place.X + 7 + width, place.Y + place.Height / 2);
        Assert.Equal(3, field.Caret);

        picture.Point(PointerAction.Press, other.Content.X + 4, other.Content.Bottom - 4);
        Assert.False(field.HasKeys || picture.Renderer.Type("lost"));
        Assert.Equal("not true", field.Text);

        bool Hear(Key key) => picture.Renderer.Key(new(key, IsPressed: true, IsRepeat: false));
    }

    [Fact]
    public void TheCaretStandsBehindWhatWasWritten()
    {
        ControlPanel panel = new("texts", field);
        using Picture picture = new(fixture.Gpu, panel, 1280, 720);
        picture.Draw();
        Rectangle place = panel.PlaceOf(field);
        picture.Point(PointerAction.Press, place.X + 20, place.Y + place.Height / 2);
        picture.Point(PointerAction.Release, place.X + 20, place.Y + place.Height / 2);
        picture.Point(PointerAction.Move, place.X + 20, 2);
        foreach (string more in (string[])["not", " true"])
        {
            field.Type(more);
            picture.Draw();
            int wanted = (int)(place.X + 7 + TextStyle.Body.Measure(field.Text, 1));
            int middle = place.Y + (int)(place.Height * 0.425f), accent = Enumerable.Range(place.X + 7, place.Width - 14)
                .First(x => IsAccent(picture.At(x, middle)));
            Assert.InRange(accent, wanted - 2, wanted + 2);
        }

        static bool IsAccent(uint word) => (byte)(word >> 16) > (byte)word + 100;
    }

    /// <summary>The place of the caret is seen, however long the text; what does not fit is in a tooltip.</summary>
    [Fact]
    public void ALongTextIsSeenAtTheCaret()
    {
        ControlPanel panel = new("texts", field);
        using Picture picture = new(fixture.Gpu, panel, 300, 160, keepsTexts: true);
        picture.Draw();
        Rectangle place = panel.PlaceOf(field);
        picture.Point(PointerAction.Press, place.X + 20, place.Y + place.Height / 2);
        field.Type(string.Join(' ', Enumerable.Range(0, 60).Select(i => $"word{i}")));
        picture.Draw();
        Assert.Contains(picture.Renderer.Texts, text => text.Shown.EndsWith("word59", StringComparison.Ordinal));
        Press(Key.Home);
        picture.Draw();
        Assert.Contains(picture.Renderer.Texts, text => text.Shown.StartsWith("word0 word1", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsWrongIsSaidBelowIt()
    {
        ControlPanel panel = new("texts", field);
        using Picture picture = new(fixture.Gpu, panel, 400, 160, keepsTexts: true);
        picture.Draw();
        Assert.Contains(picture.Renderer.Texts, text => text.Shown == "words");
        field.Type("(1");
        field.Refuse("sentence: line 1, column 1: this bracket is not closed before the end, and so there is no tree to be told of");
        picture.Draw();
        Assert.Equal(2, picture.Renderer.Texts.Count(text => text.Color == Theme.Dark.Wrong));
        Assert.Contains(picture.Renderer.Texts, text => text.Shown.StartsWith("sentence: line 1", StringComparison.Ordinal));
    }

    void Press(params Key[] keys)
    {
        foreach (Key key in keys)
        {
            field.Key(new(key, IsPressed: true, IsRepeat: false));
        }
    }
}
