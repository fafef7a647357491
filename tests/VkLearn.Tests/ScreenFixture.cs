using Xunit;

namespace VkLearn.Tests;

/// <summary>Tests that open windows in this process: one after the other, for GLFW opens a display once for all of them.</summary>
[CollectionDefinition("screen")]
public sealed class ScreenCollection : ICollectionFixture<ScreenFixture>;

/// <summary>Two virtual screens, with a window manager and without.</summary>
public sealed class ScreenFixture : IDisposable
{
    readonly Screen? managed = Screen.Missing is null ? new(isManaged: true) : null;
    readonly Screen? bare = Screen.Missing is null ? new(isManaged: false) : null;

    /// <summary>Windows of this process open there from now on.</summary>
    internal Screen Select(bool isManaged)
    {
        Assert.SkipWhen(Screen.Missing is not null, Screen.Missing ?? "");
        Screen screen = (isManaged ? managed : bare)!;
        screen.Select();
        return screen;
    }

    public void Dispose()
    {
        Screen.Deselect();
        managed?.Dispose();
        bare?.Dispose();
    }
}
