namespace VkLearn.Rendering;

/// <summary>A rectangle of whole pixels, from the target's top left.</summary>
public readonly record struct Rectangle(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;
    public int Bottom => Y + Height;
    public bool IsEmpty => Width <= 0 || Height <= 0;

    public bool Contains(float x, float y) => x >= X && y >= Y && x < Right && y < Bottom;

    public bool Overlaps(Rectangle other) =>
        !IsEmpty && !other.IsEmpty && X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;

    /// <summary>What is left when each side gives up some pixels; never less than nothing.</summary>
    public Rectangle Inset(int left, int top, int right, int bottom) =>
        new(X + left, Y + top, Math.Max(0, Width - left - right), Math.Max(0, Height - top - bottom));

    public Rectangle Inset(int all) => Inset(all, all, all, all);
}
