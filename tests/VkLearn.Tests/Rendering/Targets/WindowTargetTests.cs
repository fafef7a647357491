using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Tests.Rendering.Windows;
using Xunit;

namespace VkLearn.Tests.Rendering.Targets;

[Collection("screen")]
public sealed class WindowTargetTests(ScreenFixture screens)
{
    [Theory, InlineData(true, true), InlineData(true, false), InlineData(false, true), InlineData(false, false)]
    public void ShowsWhatIsDrawn(bool isManaged, bool waitsForScreen)
    {
        Screen screen = screens.Select(isManaged);
        using OpenWindow open = new(screen, waitsForScreen: waitsForScreen);
        byte[] drawn = [];
        for (int frame = 0; frame < 30; frame++)
        {
            drawn = open.TryDraw(frame)!;
        }
        Assert.Equal(drawn, open.Target.ReadPixels());
        open.ExpectOnScreen(drawn);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task FollowsTheWindowsSize(bool isManaged)
    {
        const int sizes = 50;
        Screen screen = screens.Select(isManaged);
        using OpenWindow open = new(screen);
        IEnumerable<string> commands = Enumerable.Range(0, sizes).SelectMany(
            i => (string[])["windowsize", open.Id, $"{301 + 13 * i}", $"{801 - 11 * i}", "sleep", "0.04"]);
        Task resizing = Task.Run(() => screen.Do([.. commands]), TestContext.Current.CancellationToken);
        HashSet<(int, int)> seen = [];
        int frames = 0;
        while (!resizing.IsCompleted)
        {
            byte[] drawn = open.TryDraw(frames++)!;
            seen.Add((open.Target.Width, open.Target.Height));
            Assert.Equal(open.Target.Width * open.Target.Height * 4, drawn.Length);
        }
        await resizing;
        (int width, int height) = (301 + 13 * (sizes - 1), 801 - 11 * (sizes - 1));
        open.Until(() => open.Window.FramebufferSize == (width, height), "the window does not have its last size");
        byte[] last = open.TryDraw(frames)!;
        Assert.InRange(seen.Count, 3, sizes + 1); // each, on an idle machine
        Assert.Equal((width, height), (open.Target.Width, open.Target.Height));
        Assert.True(open.Target.IsShown);
        Assert.Equal(last, open.Target.ReadPixels());
        open.ExpectOnScreen(last);
    }

    [Fact]
    public void HasNothingToDrawOnWhileMinimised()
    {
        Screen screen = screens.Select(isManaged: true);
        using OpenWindow open = new(screen);
        Assert.NotNull(open.TryDraw(1));
        screen.Do("windowminimize", open.Id);
        open.Until(() => open.Window.IsMinimized, "the window is not minimised");
        Assert.Null(open.TryDraw(2));
        Assert.Equal((0, 0), open.Window.FramebufferSize);
        screen.Do("windowactivate", open.Id);
        open.Until(() => !open.Window.IsMinimized, "the window is not restored");
        open.Until(() => open.TryDraw(3) is { } drawn && open.IsOnScreen(drawn), "the window does not show frames again");
    }

    [Fact]
    public void ReportsAForgottenTarget()
    {
        screens.Select(isManaged: false);
        List<GpuMessage> messages = [];
        using GlfwWindow window = new("forgotten", 64, 48);
        GpuDevice gpu = GpuDevice.Open(new GpuOptions
        {
            InstanceExtensions = window.Surface.InstanceExtensions, Presents = true, Validation = true, Message = messages.Add,
        });
        WindowTarget target = new(gpu, window.Surface, () => window.FramebufferSize);
        Assert.True(target.TryBegin(out _));
        gpu.Dispose();
        target.Dispose();
        Assert.Equal(
            ["command list \"frame 0\"", "command list \"frame 1\"", "image \"window\" of 64 x 48 pixels", "swapchain of 64 x 48 pixels"],
            messages.Select(static message => message.Text.Replace(" was not disposed before its device.", "")).Order());
    }

    [Fact]
    public void ADeviceThatWasOpenedWithoutAWindowSaysSo()
    {
        screens.Select(isManaged: false);
        using GlfwWindow window = new("not for this device", 64, 64);
        using GpuDevice gpu = GpuDevice.Open();
        Assert.StartsWith("The device was opened without what a window needs.",
            Assert.Throws<InvalidOperationException>(() => new WindowTarget(gpu, window.Surface, () => window.FramebufferSize)).Message);
    }
}
