using SkiaSharp;

namespace VkLearn.Rendering.Views;

/// <summary>
/// A sentence as a tree, its words from top to bottom, its root at the left; each node in the colour of its score, from -1 to 1, as it was
/// read last. Below each word a bar says how much it contributes to the root: as long as its share of the largest, in the colour of the end
/// that it speaks for.
/// </summary>
public sealed class SentenceTree : View
{
    const float Line = 26, Node = 7, WordWidth = 130, Gap = 8, Bar = 4;
    static readonly TextStyle Style = new(13);

    readonly CanvasImage<Looks> image = new("sentence tree", Paint);
    readonly TensorReading scores;
    readonly TensorReading? contributions;

    /// <param name="scores">[rows], of any order.</param>
    /// <param name="contributions">[words], in their order, and maybe more behind them; null: there are no bars.</param>
    public SentenceTree(TensorSource scores, TensorSource? contributions = null) : base(scores.Name)
    {
        this.scores = new(scores);
        this.contributions = contributions is { } given ? new(given) : null;
        Note = contributions is null ? "" : "bars: what each word contributes";
    }

    /// <summary>What is drawn.</summary>
    public SentenceForm Form { get; set; } = new([], [], []);

    /// <summary>What ends of the colours mean: of -1 and of 1.</summary>
    public (string Low, string High) Ends { get; init; } = ("", "");

    /// <summary>A row's score, as it was read last.</summary>
    internal float ScoreOf(int row) => (float)scores.Values[Form.Elements[row]];

    /// <summary>A word's contribution as a share of the largest, as it was read last.</summary>
    internal float ShareOf(int word) => Shares()[word];

    public override void Prepare(FrameContext frame)
    {
        scores.Ask(frame);
        contributions?.Ask(frame);
        image.Update(frame, Content, new(Form, Ends, [.. Form.Elements.Select((_, row) => ScoreOf(row))], Shares()));
    }

    public override void Draw(FrameContext frame) => image.Draw(frame);

    public override void Dispose()
    {
        image.Dispose();
        scores.Dispose();
        contributions?.Dispose();
        base.Dispose();
    }

    /// <summary>Of each word, from -1 to 1; empty where nobody tells.</summary>
    float[] Shares()
    {
        float[] own = contributions is null ? [] : [.. contributions.Values.Take(Form.Words.Count).Select(one => (float)one)];
        float most = own.Select(Math.Abs).Where(float.IsFinite).DefaultIfEmpty().Max();
        return most > 0 ? [.. own.Select(one => float.IsFinite(one) ? one / most : 0)] : own;
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
        for (int word = 0; word < looks.Shares.Length; word++)
        {
            float height = Math.Min(canvas.Pixels(Bar), line * 0.2f);
            PaintBar(canvas, wordAt, (word + 1) * line, canvas.Width - wordAt, height, looks.Shares[word]);
        }
        PaintEnds(canvas, looks.Ends, radius);
    }

    static void PaintNode(Canvas canvas, float x, float y, float radius, float score)
    {
        canvas.Circle(x, y, radius, canvas.Theme.Muted);
        canvas.Circle(x, y, radius - 1, ColorOf(canvas.Theme, score));
    }

    /// <summary>A word's, on the lower edge of its line.</summary>
    static void PaintBar(Canvas canvas, float x, float bottom, float width, float height, float share) =>
        canvas.Fill(x, bottom - height, width * Math.Abs(share), height, ColorOf(canvas.Theme, Math.Sign(share)));

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
    sealed record Looks(SentenceForm Form, (string Low, string High) Ends, float[] Scores, float[] Shares)
    {
        public bool Equals(Looks? other) => other is not null && Form == other.Form && Ends == other.Ends
            && Scores.AsSpan().SequenceEqual(other.Scores) && Shares.AsSpan().SequenceEqual(other.Shares);
        public override int GetHashCode() => Form.GetHashCode();
    }
}

/// <summary>A sentence's form: words, and then inner nodes, each behind its children, which are rows; and where each row's score
/// is.</summary>
public sealed record SentenceForm(
    IReadOnlyList<string> Words, IReadOnlyList<(int Left, int Right)> Children, IReadOnlyList<int> Elements);
