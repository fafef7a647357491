using Silk.NET.Vulkan;
using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Tests.Gpu;
using Xunit;

namespace VkLearn.Tests.Rendering.Targets;

/// <summary>A device that is lost, memory that runs out and a window that is gone, at any call of a few frames in a window.</summary>
[Collection("screen")]
public sealed class WindowFaultsTests(ScreenFixture screens)
{
    const int Width = 64, Height = 48, CallsEach = 12;

    /// <param name="fault">What the call answers.</param>
    /// <param name="persists">Whether the calls after it fail too, until the caller is told.</param>
    [Theory]
    [InlineData(Result.ErrorDeviceLost, false)]
    [InlineData(Result.ErrorOutOfDeviceMemory, false)]
    [InlineData(Result.ErrorOutOfHostMemory, true)]
    public void AtRandomCalls(Result fault, bool persists) => AtCalls(fault, persists, static count =>
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("VKLEARN_TEST_SEED"), out int given) ? given : Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"VKLEARN_TEST_SEED={seed}");
        System.Random random = new(seed);
        return Enumerable.Range(0, CallsEach).Select(_ => random.Next(count));
    });

    [Theory(Explicit = true)] // minutes
    [InlineData(Result.ErrorDeviceLost, false)]
    [InlineData(Result.ErrorOutOfDeviceMemory, false)]
    [InlineData(Result.ErrorOutOfHostMemory, true)]
    public void AtEveryCall(Result fault, bool persists) => AtCalls(fault, persists, static count => Enumerable.Range(0, count));

    [Theory]
    [InlineData("vkGetPhysicalDeviceSurfaceCapabilitiesKHR"), InlineData("vkCreateSwapchainKHR"), InlineData("vkAcquireNextImageKHR")]
    [InlineData("vkQueuePresentKHR")]
    public void SaysThatTheWindowIsGone(string call)
    {
        screens.Select(isManaged: false);
        using GlfwWindow window = new("gone", Width, Height);
        FaultyDriver well = new();
        Run(window, well);
        FaultyDriver driver = new();
        driver.Fail(Result.ErrorSurfaceLostKhr, well.Calls.ToList().LastIndexOf(call));
        VulkanException failure = Assert.Single(Run(window, driver));
        Assert.Equal(
            $"vk.{call[2..]} failed: ErrorSurfaceLostKhr (-1000000000). The window is gone, or its display. Make a new window and target.",
            failure.Message);
    }

    void AtCalls(Result fault, bool persists, Func<int, IEnumerable<int>> choose)
    {
        screens.Select(isManaged: false);
        using GlfwWindow window = new("faulty", Width, Height);
        FaultyDriver well = new();
        Assert.Empty(Run(window, well));
        foreach (int call in choose(well.Calls.Count))
        {
            FaultyDriver driver = new();
            driver.Fail(fault, call, persists);
            try
            {
                Run(window, driver);
            }
            catch (Exception failure)
            {
                Assert.Fail($"{fault} at call {call}, {driver.Failed.FirstOrDefault()}, persists: {persists}\n{failure}");
            }
        }
    }

    /// <summary>Draws frames, with new images in between. What fails is tried once more, but a lost device ends it.</summary>
    /// <returns>What failed.</returns>
    static List<VulkanException> Run(GlfwWindow window, FaultyDriver driver)
    {
        List<GpuMessage> messages = [];
        List<VulkanException> failures = [];
        GpuOptions options = new()
        {
            InstanceExtensions = window.Surface.InstanceExtensions, Presents = true, Validation = true, Message = messages.Add,
            EntryPoints = driver.Open,
        };
        try
        {
            using GpuDevice gpu = Attempt(() => GpuDevice.Open(options), driver, failures);
            int asked = Width; // another size, though the window has the same, wants new images too
            using WindowTarget target = Attempt(() => new WindowTarget(gpu, window.Surface, () => (asked, Height)), driver, failures);
            using Words words = Attempt(() => new Words(gpu, Width, Height), driver, failures);
            byte[] expected = Attempt(() => words.Randomize(seed: 1), driver, failures);
            for (int frame = 0; frame < 6; frame++)
            {
                asked = Width + frame / 3;
                Attempt(() => DrawFrame(target, words), driver, failures);
            }
            Assert.Equal(expected, Attempt(target.ReadPixels, driver, failures));
        }
        catch (DeviceLostException lost)
        {
            failures.Add(lost);
        }
        Assert.DoesNotContain(messages, static message => message.Id != "pipeline-cache");
        Assert.DoesNotContain(driver.Living, static kind => !kind.EndsWith("SurfaceKHR")); // GLFW makes it, behind the driver's back
        return failures;
    }

    static bool DrawFrame(WindowTarget target, Words words)
    {
        Assert.True(target.TryBegin(out GpuImage image));
        target.Recorder.BeginDrawing(image, (0, 0, 0, 1));
        words.Draw(target.Recorder, image.Format);
        target.Recorder.EndDrawing(ImageUse.CopySource);
        target.End(target.Recorder);
        return true;
    }

    static T Attempt<T>(Func<T> stage, FaultyDriver driver, List<VulkanException> failures)
    {
        try
        {
            return stage();
        }
        catch (VulkanException failure) when (failure is not DeviceLostException)
        {
            failures.Add(failure);
            driver.Relent();
            return stage();
        }
    }
}
