using SkiaSharp;

namespace VkLearn.Rendering.Views;

/// <summary>One of the parts that a <see cref="StageStack"/> is of.</summary>
/// <param name="Name">As it is told to the user.</param>
/// <param name="Text">What is told of it beside: how far it is.</param>
/// <param name="Done">The share that is done, from 0 to 1.</param>
/// <param name="IsAtWork">Whether it is what is done now.</param>
public readonly record struct StackedStage(string Name, string Text, float Done, bool IsAtWork);

/// <summary>Parts of a training as blocks, one on the other, the first at the bottom: each fills from left to right.</summary>
public sealed class StageStack(string title) : View(title)
{
    const float Gap = 4, MostHeight = 34, Inset = 8;

    readonly CanvasImage<Painted> image = new("stage stack", Paint);

    /// <summary>From the bottom up.</summary>
    public IReadOnlyList<StackedStage> Stages { get; set; } = [];

    public override void Prepare(FrameContext frame) => image.Update(frame, Content, new(Stages));

    public override void Draw(FrameContext frame) => image.Draw(frame);

    public override void Dispose()
    {
        image.Dispose();
        base.Dispose();
    }

    static void Paint(Canvas canvas, Painted content)
    {
        int count = content.Stages.Count;
        float gap = canvas.Pixels(Gap), room = (canvas.Height - (count - 1) * gap) / Math.Max(1, count);
        float height = Math.Min(canvas.Pixels(MostHeight), room);
        for (int i = 0; i < count && height >= 1; i++)
        {
            PaintStage(canvas, content.Stages[i], canvas.Height - (i + 1) * height - i * gap, height);
        }
    }

    static void PaintStage(Canvas canvas, StackedStage stage, float y, float height)
    {
        float line = Math.Max(2, MathF.Round(height / 8)), inset = canvas.Pixels(Inset);
        canvas.Fill(0, y, canvas.Width, height, canvas.Theme.Raised, 3);
        SKColor done = stage.IsAtWork ? canvas.Theme.Accent : canvas.Theme.Faint;
        canvas.Fill(0, y + height - line, canvas.Width * Math.Clamp(stage.Done, 0, 1), line, done);
        if (stage.IsAtWork)
        {
            canvas.Outline(0, y, canvas.Width, height, canvas.Theme.Accent, 3);
        }

        float room = canvas.Width - 2 * inset, told = Math.Min(room / 2, canvas.Measure(stage.Text, TextStyle.Small) + 1);
        SKColor color = stage.IsAtWork || stage.Done >= 1 ? canvas.Theme.Text : canvas.Theme.Muted;
        canvas.Text(stage.Name, inset, y, Math.Max(0, room - told - inset), height - line, TextStyle.Body, color);
        canvas.Text(stage.Text, canvas.Width - inset - told, y, told, height - line, TextStyle.Small, color, TextAlign.Right);
    }

    readonly struct Painted(IReadOnlyList<StackedStage> stages) : IEquatable<Painted>
    {
        public IReadOnlyList<StackedStage> Stages { get; } = stages;

        public bool Equals(Painted other) => Stages == other.Stages || (other.Stages is not null && Stages.SequenceEqual(other.Stages));
    }
}
