using CsCheck;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering;

public sealed class LayoutTests
{
    static readonly Gen<Layout<View>> Leaf =
        from weight in Gen.Double[0.1, 4] from width in Gen.Int[0, 300] from height in Gen.Int[0, 200]
        select Layout<View>.Of(new TextPanel("x")).WithLeast(width, height).WithWeight(weight);

    static Gen<Layout<View>> Tree(int depth) => depth == 0 ? Leaf : Gen.OneOf(
        Leaf,
        from parts in Tree(depth - 1).Array[1, 4] from isRow in Gen.Bool from weight in Gen.Double[0.1, 4]
        select (isRow ? Layout<View>.Row(parts) : Layout<View>.Column(parts)).WithWeight(weight));

    [Fact]
    public void NothingOverlapsAtAnySize() =>
        Gen.Select(Tree(3), Gen.Int[800, 2000], Gen.Int[450, 1200]).Sample(static (root, width, height) =>
        {
            List<Rectangle> gaps = [];
            Rectangle window = new(0, 0, width, height);
            root.Arrange(window, 6, 1, gaps, Place);
            Rectangle[] places = [.. root.Leaves.Select(static view => view.Bounds).Where(static place => !place.IsEmpty), .. gaps];
            long area = places.Sum(static place => (long)place.Width * place.Height);
            return places.Length > 0
                && places.All(place => place.X >= 0 && place.Y >= 0 && place.Right <= width && place.Bottom <= height)
                && places.Index().All(a => places.Skip(a.Index + 1).All(b => !a.Item.Overlaps(b)))
                && area == (long)width * height; // and nothing is left over
        }, iter: 300, threads: 1);

    [Fact]
    public void PartsShareByWeight()
    {
        (View a, View b, View c) = (new TextPanel("a"), new TextPanel("b"), new TextPanel("c"));
        Layout<View>.Row(a, Layout<View>.Of(b).WithWeight(2), c).Arrange(new(0, 0, 820, 400), 10, 1, [], Place);
        Assert.Equal([new(0, 0, 200, 400), new(210, 0, 400, 400), new(620, 0, 200, 400)], [a.Bounds, b.Bounds, c.Bounds]);
    }

    [Fact]
    public void APartThatWouldBeTooSmallGetsItsLeastAndTheLastAreLeftOut()
    {
        (View a, View b, View c) = (new TextPanel("a"), new TextPanel("b"), new TextPanel("c"));
        Layout<View> root = Layout<View>.Column(
            Layout<View>.Of(a).WithWeight(9), Layout<View>.Of(b).WithLeast(100, 150), Layout<View>.Of(c).WithLeast(100, 150));
        root.Arrange(new(0, 0, 300, 500), 0, 1, [], Place);
        Assert.Equal([200, 150, 150], [a.Bounds.Height, b.Bounds.Height, c.Bounds.Height]);
        root.Arrange(new(0, 0, 300, 300), 0, 1, [], Place);
        Assert.Equal([150, 150, 0], [a.Bounds.Height, b.Bounds.Height, c.Bounds.Height]);
    }

    [Fact]
    public void WhatIsAtItsLeavesCanBecomeSomethingElseOrNothing()
    {
        Layout<string> layout = Layout<string>.Row(
            "a", Layout<string>.Column("b", "").WithWeight(2), Layout<string>.Column("", Layout<string>.Row("")));

        Layout<View> views = layout.Select(static title => title.Length > 0 ? (View)new TextPanel(title) : null)!;

        Assert.Equal(["a", "b"], views.Leaves.Select(static view => view.Title));
        Assert.Equal((true, 2), (views.IsRow, views.Parts.Count));
        Assert.Equal((false, 2), (views.Parts[1].IsRow, views.Parts[1].Weight));
        Assert.Null(layout.Select(static _ => (View?)null));
    }

    [Fact]
    public void RefusesAWeightOfNothing() => Assert.StartsWith("A weight must be above 0, received 0.",
        Assert.Throws<ArgumentOutOfRangeException>(() => Layout<View>.Row().WithWeight(0)).Message);

    static void Place(View view, Rectangle place) => view.Bounds = place;
}
