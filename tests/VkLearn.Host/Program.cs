using System.Globalization;
using HostEngine;
using Silk.NET.Vulkan;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
HostOptions options;
try
{
    options = HostOptions.Parse(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine($"{wrong.Message}\n{HostOptions.Usage}");
    return 2;
}

bool isPanelRight;
using (HostDevice device = new([.. Learning.Features.Where(name => options.HasTimeline || name != "timelineSemaphore")], options.Validates))
{
    isPanelRight = Run(device, options);
}
Console.WriteLine($"messages: {Messages.Count}");
return isPanelRight && Messages.Count == 0 ? 0 : 1;

static bool Run(HostDevice device, HostOptions options)
{
    using Commands commands = new(device);
    Learning learning = new(device, options);
    using World world = new(device, learning.PanelView);
    FrameTimes times = new();
    int rivalSubmits;
    using (Rival rival = new(device))
    {
        for (int frame = 0; frame < options.Frames; frame++)
        {
            times.Begin();
            DrawFrame(frame, commands, learning, world, options);
        }
        times.Begin();
        rivalSubmits = rival.Submits;
    }
    byte[] picture = world.ReadPixels();
    if (options.Png is { } path)
    {
        Learning.Save(path, picture, World.Width, World.Height);
    }
    bool isPanelRight = ShowsPanel(picture, learning);
    Console.WriteLine(
        $"frames: {options.Frames}, p50 {times.Percentile(0.5):0.00} ms, p99 {times.Percentile(0.99):0.00} ms; " +
        $"other thread: {rivalSubmits} submits\n" +
        $"training: {learning.Steps} steps; answers: {learning.Answers} of {learning.Asked}, {learning.PromptAnswers} one frame later, " +
        $"{learning.Right} of the last 50 right\npanel: {(isPanelRight ? "as drawn" : "WRONG")}");
    commands.Wait();
    learning.Dispose(); // before the engine's own
    return isPanelRight;
}

static void DrawFrame(int frame, Commands commands, Learning learning, World world, HostOptions options)
{
    CommandBuffer recording = commands.Begin(); // waits for the frame before, which was submitted after its question
    learning.Poll(frame);
    if (options.Trains)
    {
        learning.Train(options.Budget);
    }
    learning.Ask(frame);
    learning.DrawInto(recording);
    world.Draw(recording, frame / 60f);
    commands.Submit();
    learning.Submitted();
}

// The engine's picture holds, pixel for pixel, what VkLearn drew; and that is not one colour.
static bool ShowsPanel(byte[] picture, Learning learning)
{
    byte[] panel = learning.ReadPanel();
    (int width, int height) = learning.PanelSize;
    bool isSame = true;
    for (int y = 0; y < height; y++)
    {
        ReadOnlySpan<byte> shown = picture.AsSpan(((World.PanelY + y) * World.Width + World.PanelX) * 4, width * 4);
        isSame &= shown.SequenceEqual(panel.AsSpan(y * width * 4, width * 4));
    }
    return isSame && panel.Chunk(4).Select(static pixel => BitConverter.ToUInt32(pixel)).Distinct().Count() > 100;
}
