using System.Runtime.InteropServices;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering.Windows;

[Collection("screen")]
public sealed class GlfwWindowTests(ScreenFixture screens)
{
    [Theory, InlineData(true), InlineData(false)]
    public void HearsTheMouse(bool isManaged)
    {
        Screen screen = screens.Select(isManaged);
        using OpenWindow open = new(screen);
        List<PointerEvent> heard = [];
        open.Window.Pointer += heard.Add;
        screen.Do("mousemove", "--window", open.Id, "10", "20");
        open.Until(() => heard.Contains(new(PointerAction.Move, 10, 20)), "no move");
        heard.Clear();
        screen.Do(
            "mousemove", "--window", open.Id, "630", "390", "mousedown", "1", "mousemove", "--window", open.Id, "33", "7", "mouseup", "1");
        screen.Do("click", "3", "click", "2", "click", "4", "click", "5");
        open.Until(() => heard.Count >= 10, "not all of it");
        Assert.Equal(
            [
                new(PointerAction.Move, 630, 390), new(PointerAction.Press, 630, 390), new(PointerAction.Move, 33, 7),
                new(PointerAction.Release, 33, 7), new(PointerAction.Press, 33, 7, 1), new(PointerAction.Release, 33, 7, 1),
                new(PointerAction.Press, 33, 7, 2), new(PointerAction.Release, 33, 7, 2), new(PointerAction.Scroll, 33, 7, 0, 1),
                new(PointerAction.Scroll, 33, 7, 0, -1),
            ],
            heard);
        heard.Clear();
        screen.Do("mousemove", "1900", "1190");
        open.Until(() => heard is [.., { Action: PointerAction.Leave }], "it does not leave");
    }

    [Theory, InlineData(true), InlineData(false)]
    public void HearsKeys(bool isManaged)
    {
        Screen screen = screens.Select(isManaged);
        using OpenWindow open = new(screen);
        List<KeyEvent> heard = [];
        open.Window.Keyboard += heard.Add;
        screen.Do("windowfocus", "--sync", open.Id);
        (string Name, Key Key)[] keys =
        [
            ("space", Key.Space), ("Right", Key.Right), ("Left", Key.Left), ("r", Key.R), ("s", Key.S), ("7", Key.Number7),
            ("Tab", Key.Tab), ("F1", Key.F1), ("F12", Key.F12),
                ("End", Key.End), ("Return", Key.Enter), ("Escape", Key.Escape), ("semicolon", Key.Other),
            ("XF86AudioMute", Key.Other),
        ];
        screen.Do(["key", .. keys.Select(static key => key.Name)]);
        open.Until(() => heard.Count >= 2 * keys.Length, "not all of them");
        Assert.Equal(keys.SelectMany(static key => (KeyEvent[])[new(key.Key, true, false), new(key.Key, false, false)]), heard);
    }

    /// <summary>Each character comes after the key that made it; what is pasted comes as a whole, after its keys.</summary>
    [Fact]
    public void HearsWhatIsWritten()
    {
        Screen screen = screens.Select(isManaged: false);
        using OpenWindow open = new(screen);
        List<string> heard = [];
        open.Window.Keyboard += e => heard.AddRange(e.IsPressed ? [$"{e.Key}"] : []);
        open.Window.Typed += text => heard.Add($"\"{text}\"");
        screen.Do("windowfocus", "--sync", open.Id);
        screen.Do("key", "s", "shift+s", "space", "BackSpace", "Return");
        open.Until(() => heard is [.., "Enter"], "not all of it");
        Assert.Equal(["S", "\"s\"", "Other", "S", "\"S\"", "Space", "\" \"", "Backspace", "Enter"], heard);

        Task typing = Task.Run(() => screen.Do("key", "--delay", "200", "parenleft", "eacute", "U1D11E")); // gives keys letters meanwhile
        open.Until(() => typing.IsCompleted && heard is [.., "\"𝄞\""], "no clef");
        Assert.Equal(["\"(\"", "\"é\"", "\"𝄞\""], heard.Where(one => one.StartsWith('"')).TakeLast(3));
        heard.Clear();
        screen.Do("key", "ctrl+v", "a"); // of an empty clipboard
        open.Until(() => heard is [.., "\"a\""], "no a");
        Assert.DoesNotContain(heard, one => one.StartsWith('"') && one != "\"a\"");
        SetClipboard(0, "not true");
        screen.Do("key", "ctrl+v", "a");
        open.Until(() => heard is [.., "\"a\""] && heard.Contains("\"not true\""), "nothing is pasted");
        Assert.Equal(["V", "\"not true\"", "A", "\"a\""], heard.TakeLast(4));

        open.Window.Pointer += e => heard.AddRange(e.Action == PointerAction.Press ? ["press"] : []);
        screen.Do("mousemove", "--window", open.Id, "9", "9", "key", "b", "click", "1", "key", "c");
        open.Until(() => heard is [.., "\"c\""], "no c");
        Assert.Equal(["B", "\"b\"", "press", "C", "\"c\""], heard.TakeLast(5));
    }

    [DllImport("libglfw.so.3", EntryPoint = "glfwSetClipboardString")]
    static extern void SetClipboard(nint window, [MarshalAs(UnmanagedType.LPUTF8Str)] string text);

    [Fact]
    public void ClosesWhenItsUserAsks()
    {
        Screen screen = screens.Select(isManaged: true);
        using OpenWindow open = new(screen);
        Assert.False(open.Window.IsClosing);
        Assert.NotNull(open.TryDraw(1));
        open.Until(
            () =>
            {
                screen.Do("windowactivate", "--sync", open.Id, "key", "alt+F4"); // openbox is deaf while it reads a new keyboard map
                return open.Window.IsClosing;
            },
            "it was not asked to close");
        Assert.NotNull(open.TryDraw(2)); // it stays until it is disposed
        open.Window.IsClosing = false;
        Assert.False(open.Window.IsClosing);
    }

    [Fact]
    public void ThrowsWhatAListenerThrew()
    {
        Screen screen = screens.Select(isManaged: false);
        using OpenWindow open = new(screen);
        open.Window.Pointer += static _ => throw new InvalidOperationException("listener");
        screen.Do("mousemove", "--window", open.Id, "5", "6");
        Assert.Equal("listener", Assert.Throws<InvalidOperationException>(() => open.Until(() => false, "no move")).Message);
    }

    [Fact]
    public void HasANewTitle()
    {
        Screen screen = screens.Select(isManaged: true);
        using OpenWindow open = new(screen);
        open.Window.Title = "step 1,234 · loss 0.5";
        open.Window.PollEvents();
        Screen.Until(() => screen.Do("getwindowname", open.Id) == "step 1,234 · loss 0.5", "the title is the old one");
    }

    [Fact]
    public void TellsHowDenseItsScreenIs()
    {
        screens.Select(isManaged: false);
        using (GlfwWindow plain = new("plain", 320, 200))
        {
            Assert.Equal(1, plain.ContentScale);
            Assert.Equal((320, 200), plain.FramebufferSize);
        }
        using Screen dense = new(isManaged: false);
        dense.SetResources("Xft.dpi: 192");
        dense.Select();
        using GlfwWindow window = new("dense", 320, 200);
        Assert.Equal(2, window.ContentScale);
        Assert.Equal((640, 400), window.FramebufferSize);
    }

    [Fact]
    public void SaysWhyThereIsNone()
    {
        screens.Select(isManaged: false);
        Assert.True(GlfwWindow.IsAvailable(out string? why), why);
        Screen.Select(":4711");
        Assert.False(GlfwWindow.IsAvailable(out why));
        Assert.Equal("GLFW: X11: Failed to open display :4711 (0x10008)", why);
        Assert.Equal(why, Assert.Throws<WindowException>(() => new GlfwWindow("none", 64, 64)).Message);
    }
}
