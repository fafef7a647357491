namespace VkLearn.Rendering.Views;

/// <summary>A sentence, in as many lines as it takes.</summary>
public sealed class Remark(string title) : View(title)
{
    const float LineHeight = 17;

    readonly CanvasImage<(string Text, bool IsWarning)> image = new("remark", Paint);

    public string Text { get; set; } = "";

    /// <summary>Whether it is to be seen at once.</summary>
    public bool IsWarning { get; set; }

    public override void Prepare(FrameContext frame) => image.Update(frame, Content, (Text, IsWarning));

    public override void Draw(FrameContext frame) => image.Draw(frame);

    public override void Dispose()
    {
        image.Dispose();
        base.Dispose();
    }

    static void Paint(Canvas canvas, (string Text, bool IsWarning) content)
    {
        float height = canvas.Pixels(LineHeight), y = 0;
        foreach (string line in Canvas.Wrap(content.Text, TextStyle.Body, canvas.Scale, canvas.Width))
        {
            canvas.Text(line, 0, y, canvas.Width, height, TextStyle.Body, content.IsWarning ? canvas.Theme.Marked : canvas.Theme.Muted);
            y += height;
        }
    }
}
