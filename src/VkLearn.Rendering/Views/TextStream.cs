using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// Tokens [L] as a text that goes on: the newest at the end, what has no room above is gone. Of cells [L, C], what one of them held at each
/// token is the colour behind it (Karpathy et al. 2015).
/// </summary>
public sealed class TextStream : View
{
    const float LineHeight = 20, Cursor = 2;
    static readonly TextStyle Style = new(14);
    static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(100);

    readonly CanvasImage<Looks> image = new("text stream", Paint);
    readonly IReadOnlyList<string> vocabulary;
    readonly byte[] readTokens, readCells;
    readonly ComputeShader ofCell = new("Column");
    GpuBuffer? held; // what the shown cell held at each token
    GpuReadback? tokensBack, cellsBack;
    TimeSpan? asked;
    bool isUnderWay, areCellsUnderWay;
    (string Token, float Cell)[] written = [];

    /// <param name="tokens">Numbers [L], below 0 where there is nothing.</param>
    /// <param name="vocabulary">What each is.</param>
    /// <param name="cells">[L, C]; null: nothing is coloured.</param>
    /// <exception cref="ArgumentException">Shapes do not go together.</exception>
    public TextStream(TensorSource tokens, IReadOnlyList<string> vocabulary, TensorSource? cells = null) : base(tokens.Name)
    {
        if (tokens.Shape is not [var length] || (cells is { } given && (given.Shape is not [var rows, _] || rows != length)))
        {
            throw new ArgumentException($"TextStream \"{tokens.Name}\": tokens [L] are needed, and cells [L, C] if they are to be seen, "
                + $"received {tokens.ShapeText}{(cells is { } other ? $" and {other.ShapeText}" : "")}.");
        }
        (Tokens, Cells, this.vocabulary) = (tokens, cells, vocabulary);
        readTokens = new byte[(tokens.Count * tokens.ElementBytes + 6) & ~3];
        readCells = cells is null ? [] : new byte[tokens.Count * sizeof(float)];
    }

    /// <summary>What is shown; it may move, but keeps its shape.</summary>
    public TensorSource Tokens { get; set; }

    /// <summary>What colours it; it may move, but keeps its shape.</summary>
    public TensorSource? Cells { get; set; }

    /// <summary>Which of the cells; the marked unit, where one is marked.</summary>
    public int Cell { get; set; }

    /// <summary>What is written, as far as it was read.</summary>
    internal string Text => string.Concat(written.Select(one => one.Token));

    int Shown => Math.Clamp(MarkedUnit ?? Cell, 0, Math.Max(0, CellCount - 1));

    int CellCount => Cells?.Shape[1] ?? 0;

    public override void Prepare(FrameContext frame)
    {
        Read(frame);
        Note = Cells is null ? "" : $"cell {Shown + 1} of {CellCount}";
        image.Update(frame, Content, new(written));
    }

    public override void Draw(FrameContext frame) => image.Draw(frame);

    public override void Dispose()
    {
        image.Dispose();
        tokensBack?.Dispose();
        cellsBack?.Dispose();
        held?.Dispose();
        base.Dispose();
    }

    void Read(FrameContext frame)
    {
        tokensBack ??= frame.Gpu.NewReadback(readTokens.Length, "tokens");
        isUnderWay = isUnderWay && !tokensBack.TryRead(readTokens);
        areCellsUnderWay = areCellsUnderWay && !cellsBack!.TryRead(readCells);
        if (isUnderWay || areCellsUnderWay || (asked is { } last && frame.Time - last < ReadEvery))
        {
            return;
        }
        if (asked is not null)
        {
            Write();
        }
        (asked, isUnderWay) = (frame.Time, true);
        frame.Recorder.CopyToReadback(Tokens.Buffer, Tokens.ByteOffset, Tokens.Count * Tokens.ElementBytes, tokensBack);
        if (Cells is { } cells)
        {
            AskForCell(frame, cells);
        }
    }

    /// <summary>Only what is shown is read back.</summary>
    void AskForCell(FrameContext frame, TensorSource cells)
    {
        const int groupSize = 64;
        held ??= frame.Gpu.Memory.Allocate(readCells.Length, "cell");
        cellsBack ??= frame.Gpu.NewReadback(readCells.Length, "cell");
        ofCell.Dispatch(frame, (Tokens.Count + groupSize - 1) / groupSize, groupSize, [("TYPE", (uint)cells.Type)],
            cells.WordAddress, held.Address, cells.FirstElement + Shown, CellCount, Tokens.Count);
        frame.Recorder.Barrier();
        frame.Recorder.CopyToReadback(held, 0, readCells.Length, cellsBack);
        areCellsUnderWay = true;
    }

    void Write()
    {
        List<(string, float)> now = [];
        for (int i = 0; i < Tokens.Count; i++)
        {
            int token = (int)Elements.Value(Tokens.Type, readTokens, i);
            if (token >= 0 && token < vocabulary.Count)
            {
                now.Add((vocabulary[token], Cells is null ? 0 : (float)Elements.Value(ElementType.Float32, readCells, i)));
            }
        }
        written = now.SequenceEqual(written) ? written : [.. now];
    }

    static void Paint(Canvas canvas, Looks content)
    {
        float height = canvas.Pixels(LineHeight);
        int room = Math.Max(1, (int)(canvas.Height / height));
        List<List<(int Token, float X, float Width)>> lines = Lines(canvas, content.Written);
        float most = content.Written.Select(one => Math.Abs(one.Cell)).Where(float.IsFinite).DefaultIfEmpty().Max();
        int first = Math.Max(0, lines.Count - room);
        for (int line = first; line < lines.Count; line++)
        {
            foreach ((int token, float x, float width) in lines[line])
            {
                (string text, float cell) = content.Written[token];
                float y = (line - first) * height;
                if (most > 0)
                {
                    canvas.Fill(x, y, width, height - canvas.Pixels(1), ColorOf(canvas.Theme, cell / most));
                }
                canvas.Text(text, x, y, width + 1, height, Style, canvas.Theme.Text);
            }
        }
        (int _, float last, float lastWidth) = lines.Count > 0 && lines[^1].Count > 0 ? lines[^1][^1] : default;
        canvas.Fill(last + lastWidth + 1, (lines.Count - 1 - first) * height, canvas.Pixels(Cursor), height, canvas.Theme.Accent);
    }

    /// <summary>Tokens in lines, broken at a blank where there is one.</summary>
    static List<List<(int Token, float X, float Width)>> Lines(Canvas canvas, (string Token, float Cell)[] written)
    {
        List<List<(int Token, float X, float Width)>> lines = [[]];
        Dictionary<string, float> widths = [];
        float x = 0;
        for (int i = 0; i < written.Length; i++)
        {
            string token = written[i].Token;
            if (token == "\n")
            {
                (x, _) = (0, 0);
                lines.Add([]);
                continue;
            }
            if (!widths.TryGetValue(token, out float width))
            {
                widths.Add(token, width = canvas.Measure(token, Style));
            }
            if (x + width > canvas.Width - canvas.Pixels(Cursor) - 1 && lines[^1].Count > 0)
            {
                x = Break(lines, written);
            }
            lines[^1].Add((i, x, width));
            x += width;
        }
        return lines;
    }

    /// <summary>Begins a line, to which what follows the last blank goes down.</summary>
    /// <returns>Where it goes on.</returns>
    static float Break(List<List<(int Token, float X, float Width)>> lines, (string Token, float Cell)[] written)
    {
        var full = lines[^1];
        int blank = full.FindLastIndex(one => written[one.Token].Token is [' ', ..] or [.., ' ']);
        int from = blank < 0 ? full.Count : blank + 1;
        float left = from < full.Count ? full[from].X : 0, x = 0;
        List<(int Token, float X, float Width)> next = [];
        foreach ((int token, float at, float width) in full[from..])
        {
            next.Add((token, at - left, width));
            x = at - left + width;
        }
        full.RemoveRange(from, full.Count - from);
        lines.Add(next);
        return x;
    }

    /// <summary>As signed tensors have it, at most half way from the card, so that letters stay easy to read.</summary>
    static SKColor ColorOf(Theme theme, float share)
    {
        const float Strongest = 0.48f; // letters must stand out
        int middle = ColorMap.SignedCount / 2;
        float strength = Strongest * Math.Clamp(float.IsFinite(share) ? share : 0, -1, 1);
        uint word = theme.Colors.Signed[middle + (int)MathF.Round(strength * middle)];
        return new((byte)word, (byte)(word >> 8), (byte)(word >> 16));
    }

    readonly record struct Looks((string Token, float Cell)[] Written);
}
