using VkLearn.Engine;
using VkLearn.Extension;
using VkLearn.Gpu;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

/// <summary>A view with a shader of its own, from a project that sees no internals.</summary>
[Collection("gpu")]
public sealed class DifferenceTests(GpuFixture fixture) : IDisposable
{
    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Theory, InlineData(ElementType.Float32, 0), InlineData(ElementType.Float16, 2), InlineData(ElementType.Int32, 4)]
    [InlineData(ElementType.UInt8, 3)]
    public void PixelsAreTheTensorsDifference(ElementType type, int offset)
    {
        const int rows = 5, columns = 7;
        const float scale = 120;
        float[] a = Memory.Values(type, rows * columns, seed: 1), b = Memory.Values(type, rows * columns, seed: 2);
        Difference view = new(memory.Tensor(type, [rows, columns], a, offset, "a"), memory.Tensor(type, [rows, columns], b, 0, "b"), scale);
        using Picture picture = new(gpu, view);
        picture.Draw();

        Assert.Equal("a \u2212 b", view.Title);
        for (int i = 0; i < a.Length; i++)
        {
            Rectangle place = view.PlaceOf(i / columns, i % columns);
            uint pixel = picture.At(place.X + place.Width / 2, place.Y + place.Height / 2);
            Assert.InRange((pixel & 0xFF) - Math.Clamp(Math.Abs(a[i] - b[i]) / scale, 0, 1) * 255, -0.51, 0.51);
            Assert.Equal((pixel & 0xFF, 0xFFu), (pixel >> 8 & 0xFF, pixel >> 24));
            Assert.Equal(i, view.CellAt(place.X + place.Width / 2f, place.Y + place.Height / 2f)!.Value.Flat);
        }
    }

    [Fact]
    public void ASceneShowsIt()
    {
        using Scene scene = new(gpu);
        TensorSource tensor = memory.Tensor([2, 2], 1, 2, 3, 4);
        scene.Add("tensors", new Lends(tensor));
        scene.Show(Layout.Row(new DifferenceView("a", "tensors/b", scale: 2)));
        using OffscreenTarget target = new(gpu, 320, 200);
        using ScenePlayer player = new(scene, target);
        scene.Error += failure => throw failure;
        player.Frame();

        Difference view = (Difference)player.Views.Find(scene.FindBehaviour<DifferenceView>()!)!;
        Rectangle place = view.PlaceOf(1, 1);
        int at = (place.Y * target.Width + place.X) * 4;
        Assert.Equal([0, 0, 0, 255], target.ReadPixels()[at..(at + 4)]);
        Assert.Equal("Difference: two tensors [rows, columns] of one size and type are needed, received Float32 [2, 2] and Float32 [4].",
            Assert.Throws<ArgumentException>(() => new Difference(tensor, memory.Tensor([4], 1, 2, 3, 4), 1)).Message);
    }

    sealed class Lends(TensorSource tensor) : Behaviour, ITensors
    {
        public TensorMemory Find(string name) =>
            new(tensor.Buffer, tensor.ByteOffset, new TensorType(Shape.Of([.. tensor.Shape]), DType.Float32));
    }
}
