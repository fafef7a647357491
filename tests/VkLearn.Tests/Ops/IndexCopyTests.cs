using VkLearn.Ops;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class IndexCopyTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0);

    [Theory, InlineData(7, 5, 3), InlineData(33, 1, 33), InlineData(300, 9, 17)]
    public void Agrees(int rows, int cols, int count) => Check(
        new IndexCopy(), Input.Of([rows, cols]), Input.Of([count, cols]), Places(rows, count));

    [Fact]
    public void WhatIsOutsideIsLeftOut()
    {
        Tensor x = Tensor.From([1f, 2, 3, 4, 5, 6], [3, 2]), given = Tensor.From([10f, 20, 30, 40, 50, 60], [3, 2]);
        Assert.Equal([1, 2, 3, 4, 30, 40], Run(i => i[0].IndexCopy(Tensor.From([-1, 2, 3], [3]), i[1]), x, given));
    }

    /// <summary>Where nothing else reads it, a state is written in its place, and all but the given rows stays as it is.</summary>
    [Fact]
    public void AStateIsChangedWhereItLies()
    {
        using State state = new("rows", [1000, 4], initial: 3);
        using Recording recording = Gpu.Record(() =>
        {
            state.Assign(state.Value.IndexCopy(Tensor.From([7, 999], [2]), Tensor.From([.. Enumerable.Repeat(5f, 8)], [2, 4])));
            return state.Value.Sum();
        });
        recording.Replay(2);
        Assert.Equal(3 * 3992 + 5 * 8, recording.Result.ToArray()[0]);
        Assert.DoesNotContain("rows:assign", recording.Plan);
        Assert.True(recording.Bytes < 1000 * 4 * sizeof(float), $"{recording.Bytes}");
    }

    [Fact]
    public void RefusesOtherShapes() => Assert.Contains("IndexCopy: needs x [rows, ..] and rows for it [n, ..]",
        Assert.Throws<ArgumentException>(() => Tensor.Ones([3, 2]).IndexCopy(Tensor.From([1], [1]), Tensor.Ones([1, 3]))).Message);

    /// <summary>No two alike, one of them outside.</summary>
    static Input Places(int rows, int count)
    {
        int next = 0;
        return new(new TensorType([count], DType.Int32), _ => (next++ % count + rows - count + 1) % (rows + 1));
    }
}
