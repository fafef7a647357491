using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// A sentence as a tree, its words from top to bottom, its root at the left; each node in the colour of its score, from -1 to 1, as it was
/// read last.
/// </summary>
public sealed class SentenceTree : View
{
    const float Line = 26, Node = 7, WordWidth = 130, Gap = 8;
    static readonly TextStyle Style = new(13);
    static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(100);

    readonly CanvasImage<Looks> image = new("sentence tree", Paint);
    readonly byte[] read;
    GpuReadback? back;
    TimeSpan? asked;
    bool isUnderWay;
    float[] scores;

    /// <param name="scores">[rows], of any order.</param>
    public SentenceTree(TensorSource scores) : base(scores.Name)
    {
        Scores = scores;
        (read, this.scores) = (new byte[scores.Count * sizeof(float)], new float[scores.Count]);
    }

    /// <summary>Where the scores are; they may move, but keep their shape.</summary>
    public TensorSource Scores { get; set; }

    /// <summary>What is drawn.</summary>
    public SentenceForm Form { get; set; } = new([], [], []);

    /// <summary>What ends of the colours mean: of -1 and of 1.</summary>
    public (string Low, string High) Ends { get; init; } = ("", "");

    /// <summary>A row's score, as it was read last.</summary>
    internal float ScoreOf(int row) => scores[Form.Elements[row]];

    public override void Prepare(FrameContext frame)
    {
        Read(frame);
        image.Update(frame, Content, new(Form, Ends, [.. Form.Elements.Select(element => scores[element])]));
    }

    public override void Draw(FrameContext frame) => image.Draw(frame);

    public override void Dispose()
    {
        image.Dispose();
        back?.Dispose();
        base.Dispose();
    }

    void Read(FrameContext frame)
    {
        back ??= frame.Gpu.NewReadback(read.Length, "scores");
        if (isUnderWay && back.TryRead(read))
        {
            isUnderWay = false;
            Buffer.BlockCopy(read, 0, scores = new float[scores.Length], 0, read.Length);
        }
        if (!isUnderWay && (asked is not { } last || frame.Time - last >= ReadEvery))
        {
            (asked, isUnderWay) = (frame.Time, true);
            frame.Recorder.CopyToReadback(Scores.Buffer, Scores.ByteOffset, read.Length, back);
        }
    }

    static void Paint(Canvas canvas, Looks looks)
    {
        SentenceForm form = looks.Form;
        if (form.Words.Count == 0)
        {
            return;
        }
        float line = Math.Min(canvas.Pixels(Line), (float)canvas.Height / form.Words.Count);
        float radius = Math.Min(canvas.Pixels(Node), line * 0.4f);
        float wordAt = Math.Max(canvas.Width - canvas.Pixels(WordWidth), canvas.Width / 2f);
        (float X, float Y)[] places = Places(form, line, radius, wordAt - canvas.Pixels(Gap) - radius);
        for (int node = 0; node < form.Children.Count; node++)
        {
            (int own, (int left, int right)) = (form.Words.Count + node, form.Children[node]);
            foreach (int child in (int[])[left, right])
            {
                canvas.Line(places[own].X, places[own].Y, places[own].X, places[child].Y, canvas.Theme.Muted);
                canvas.Line(places[own].X, places[child].Y, places[child].X, places[child].Y, canvas.Theme.Muted);
            }
        }
        for (int row = 0; row < places.Length; row++)
        {
            PaintNode(canvas, places[row].X, places[row].Y, radius, looks.Scores[row]);
        }
        for (int word = 0; word < form.Words.Count; word++)
        {
            canvas.Text(form.Words[word], wordAt, word * line, canvas.Width - wordAt, line, Style, canvas.Theme.Text);
        }
        PaintEnds(canvas, looks.Ends, radius);
    }

    static void PaintNode(Canvas canvas, float x, float y, float radius, float score)
    {
        canvas.Circle(x, y, radius, canvas.Theme.Muted);
        canvas.Circle(x, y, radius - 1, ColorOf(canvas.Theme, score));
    }

    /// <summary>What the colours mean, in the corner that the root leaves free.</summary>
    static void PaintEnds(Canvas canvas, (string Low, string High) ends, float radius)
    {
        float line = canvas.Pixels(Line), text = 2 * radius + canvas.Pixels(Gap);
        foreach ((string name, float score, int up) in ((string, float, int)[])[(ends.High, 1, 2), (ends.Low, -1, 1)])
        {
            float y = canvas.Height - up * line;
            PaintNode(canvas, radius, y + line / 2, radius, score);
            canvas.Text(name, text, y, canvas.Width / 3f, line, Style, canvas.Theme.Muted);
        }
    }

    /// <summary>A word's place is its line's end, a node's the middle of its children, the further left the higher it is.</summary>
    static (float X, float Y)[] Places(SentenceForm form, float line, float left, float right)
    {
        int words = form.Words.Count;
        int[] heights = new int[words + form.Children.Count];
        float[] y = [.. Enumerable.Range(0, heights.Length).Select(row => (row + 0.5f) * line)];
        for (int node = 0; node < form.Children.Count; node++)
        {
            (int first, int second) = form.Children[node];
            heights[words + node] = 1 + Math.Max(heights[first], heights[second]);
            y[words + node] = (y[first] + y[second]) / 2;
        }
        float step = (right - left) / Math.Max(1, heights.Max());
        return [.. heights.Zip(y, (height, at) => (right - height * step, at))];
    }

    static SKColor ColorOf(Theme theme, float score)
    {
        int middle = ColorMap.SignedCount / 2;
        uint word = theme.Colors.Signed[middle + (int)MathF.Round(Math.Clamp(float.IsFinite(score) ? score : 0, -1, 1) * middle)];
        return new((byte)word, (byte)(word >> 8), (byte)(word >> 16));
    }

    /// <summary>All that it looks like: two looks are the same where all of it is.</summary>
    sealed record Looks(SentenceForm Form, (string Low, string High) Ends, float[] Scores)
    {
        public bool Equals(Looks? other) =>
            other is not null && Form == other.Form && Ends == other.Ends && Scores.AsSpan().SequenceEqual(other.Scores);
        public override int GetHashCode() => Form.GetHashCode();
    }
}

/// <summary>A sentence's form: words, and then inner nodes, each behind its children, which are rows; and where each row's score
/// is.</summary>
public sealed record SentenceForm(
    IReadOnlyList<string> Words, IReadOnlyList<(int Left, int Right)> Children, IReadOnlyList<int> Elements);
