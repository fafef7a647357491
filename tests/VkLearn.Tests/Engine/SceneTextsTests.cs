using SkiaSharp;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine;

/// <summary>
/// All that is written in the scenes that come with VkLearn, from what their layouts wrote where: nothing is cut, nothing lies on another
/// text, all of it has contrast; what is left out for want of room is in a tooltip, but no button or field is.
/// </summary>
[Collection("gpu")]
public sealed class SceneTextsTests(GpuFixture fixture)
{
    const int Items = 64, MostBatches = 5, Batch = 64, Steps = 2;
    const double LeastContrast = 4.5;

    /// <summary>Where texts lie is the same in all themes: another's contrast is seen at the smallest size.</summary>
    static readonly (int Width, int Height, float Scale, Theme Theme)[] looks =
    [
        (1280, 720, 1, Theme.Dark), (1920, 1080, 1, Theme.Dark), (2560, 1440, 2, Theme.Dark),
        .. Theme.All.Where(theme => theme != Theme.Dark).Select(theme => (1280, 720, 1f, theme)),
    ];

    double time;

    public static TheoryData<string> Scenes => ScenesTests.Scenes;

    [Theory, MemberData(nameof(Scenes))]
    public void AllTextsAreReadAndNoneIsCut(string scene)
    {
        using OffscreenTarget target = new(fixture.Gpu, 320, 200);
        using TrainingRun run = Prepare(scene, target);
        run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);
        View[] views = [.. run.Player.Renderer!.Root.Leaves];
        List<string> wrong = [];
        foreach ((int width, int height, float scale, Theme theme) in looks)
        {
            DrawnText[] texts = Draw(run.Player.Renderer.Root, width, height, scale, theme);
            Assert.Empty(views.Select(view => view.Title).Except(texts.Select(text => text.Shown)));
            IEnumerable<string> leftOut = views.OfType<ControlPanel>().SelectMany(panel => panel.LeftOut
                .Where(widget => widget.SharesLine || widget.TakesKeys || width == 1920)
                .Select(widget => $"{panel.Title}: \"{widget.Label}\" has no room"));
            wrong.AddRange(WrongIn(texts).Concat(leftOut).Select(what => $"{theme.Name} {width}x{height}: {what}"));
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void SeesWhatIsWrong()
    {
        DrawnText fine = Text("fine", 10), cut = Text("cut", 40) with { Whole = "cut off" };
        DrawnText faint = Text("faint", 70) with { Back = new(0, 60, 0) };
        DrawnText wide = Text("wide", 100) with { Place = SKRect.Create(0, 100, 20, 12) };
        DrawnText over = Text("over", 12);
        Assert.Empty(WrongIn([fine, Text("other", 30), fine with { Whole = "left out", Shown = "", Ink = SKRect.Empty }]));
        Assert.Equal(4, WrongIn([fine, cut, faint, wide, over]).Count());

        static DrawnText Text(string text, float y) =>
            new(text, text, SKRect.Create(0, y, 60, 12), SKRect.Create(2, y + 2, 40, 8), new(0, 128, 0), new(255, 255, 255));
    }

    DrawnText[] Draw(Layout<View> root, int width, int height, float scale, Theme theme)
    {
        using OffscreenTarget target = new(fixture.Gpu, width, height);
        Renderer renderer = new(fixture.Gpu, target, root, theme) { KeepsTexts = true, ContentScale = scale }; // the run disposes the views
        for (int i = 0; i < 3; i++)
        {
            renderer.Render(TimeSpan.FromSeconds(time += 0.5));
            fixture.Gpu.WaitIdle();
        }
        return [.. renderer.Texts];
    }

    static IEnumerable<string> WrongIn(DrawnText[] texts)
    {
        foreach (DrawnText text in texts.Where(text => text.Ink.Height > 0))
        {
            if (text.IsCut)
            {
                yield return $"\"{text.Whole}\" is cut to \"{text.Shown}\"";
            }
            SKRect room = SKRect.Inflate(text.Place, 1, 1);
            if (!room.Contains(text.Ink))
            {
                yield return $"\"{text.Shown}\" at {text.Ink} comes out of its box {text.Place}";
            }
            if (text.Shown.Trim().Length > 0 && Vision.Contrast(text.Color, text.Back) is < LeastContrast and var contrast)
            {
                yield return $"\"{text.Shown}\" has a contrast of {contrast:0.0} on {text.Back}";
            }
        }
        DrawnText[] written = [.. texts.Where(text => text.Shown.Trim().Length > 0 && text.Ink.Height > 0)];
        for (int i = 0; i < written.Length; i++)
        {
            foreach (DrawnText other in written[..i].Where(other => SKRect.Inflate(other.Ink, -0.5f, -0.5f).IntersectsWith(written[i].Ink)))
            {
                yield return $"\"{written[i].Shown}\" lies on \"{other.Shown}\" at {other.Ink}";
            }
        }
    }

    /// <summary>A short run on made-up items of the size and the classes of the scene's data: images, or rows of numbers.</summary>
    TrainingRun Prepare(string scene, ITarget target)
    {
        SceneFile file = ScenesTests.Read(scene, Batch);
        fixture.Gpu.Seed(1);
        Splits data = new(ScenesTests.Data(file, "train", MostBatches * Items), ScenesTests.Data(file, "test", Items));
        return TrainingRun.Prepare(fixture.Gpu, file, data, RunLength.Steps(Steps), new RunOptions { Target = target });
    }
}
