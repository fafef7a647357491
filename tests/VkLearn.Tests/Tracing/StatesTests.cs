using VkLearn.Gpu;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Tracing;

/// <summary>What a recording carries from one replay to the next.</summary>
[Collection("gpu")]
public sealed class StatesTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void ASumIsCarried()
    {
        State sum = new("sum", [3], initial: 1);
        using Recording step = gpu.Record(() => sum.Assign(sum.Value + Tensor.From([1f, 2, 3], [3])));
        step.Replay(3);
        step.Replay(2);
        Assert.Equal([6, 11, 16], sum.ToArray());
    }

    /// <summary>All bits of them, also where a float could not tell them.</summary>
    [Fact]
    public void IntegersToBeginWithAreKeptToTheBit()
    {
        int[] begin = [-1, 0, 1, int.MaxValue, int.MinValue, (1 << 24) + 1];
        State numbers = new("numbers", [2, 3], begin);
        using Recording step = gpu.Record(() => numbers.Value.Cast(DType.Float32));
        step.Replay();
        Assert.Equal(begin, numbers.ToInt32Array());
        Assert.Equal("State \"few\" [2] begins with 2 values, received 1. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => new State("few", [2], [1])).Message);
    }

    [Fact]
    public void ARecurrentStateIsReadBeforeAndAssignedAfter()
    {
        Bag cell = new();
        Parameter weight = cell.New("weight", [2, 2], 0.5f, -0.25f, 1, 0.75f);
        State hidden = new("hidden", [1, 2]);
        using Recording step = gpu.Record(() =>
        {
            Tensor next = (hidden.Value.MatMul(weight) + Tensor.From([0.5f, -1], [1, 2])).Tanh();
            hidden.Assign(next);
            return next;
        });
        step.Replay(4);
        double a = 0, b = 0;
        for (int i = 0; i < 4; i++)
        {
            (a, b) = (Math.Tanh(a * 0.5 + b + 0.5), Math.Tanh(a * -0.25 + b * 0.75 - 1));
        }

        Close.To([a, b], hidden.ToArray());
        Close.To([a, b], step.Result.ToArray());
    }

    [Theory, InlineData(1), InlineData(2), InlineData(5)]
    public void StatesSwap(int times)
    {
        State a = new("a", [2], 1), b = new("b", [2], 2);
        using Recording step = gpu.Record(() =>
        {
            (Tensor first, Tensor second) = (a.Value, b.Value);
            a.Assign(second);
            b.Assign(first);
        });
        step.Replay(times);
        Assert.Equal(times % 2 == 0 ? [1, 1] : [2, 2], a.ToArray());
        Assert.Equal(times % 2 == 0 ? [2, 2] : [1, 1], b.ToArray());
    }

    [Fact]
    public void StatesGoRound()
    {
        State[] ring = [new("a", [], 1), new("b", [], 2), new("c", [], 3)];
        using Recording step = gpu.Record(() =>
        {
            Tensor[] values = [.. ring.Select(state => state.Value)];
            for (int i = 0; i < 3; i++)
            {
                ring[i].Assign(values[(i + 1) % 3] * 10f);
            }
        });
        step.Replay(2);
        Assert.Equal([300f, 100, 200], ring.Select(state => state.ToArray()[0]));
    }

    [Fact]
    public void AReadAfterAnAssignmentSeesTheNewValueAndOneBeforeItTheOld()
    {
        State state = new("state", [2], 3);
        using Recording step = gpu.Record(() =>
        {
            Tensor old = state.Value;
            state.Assign(old * 2f);
            Tensor changed = state.Value;
            state.Assign(changed + 1f);
            return [old, old + 0.5f, changed, state.Value, old.Reshape([2, 1]).Slice(0, 1, 1)];
        });
        step.Replay();
        Assert.Equal([3f, 3.5f, 6, 7, 3], step.Results.Select(result => result.ToArray()[^1]));
        step.Replay();
        Assert.Equal([7f, 7.5f, 14, 15, 7], step.Results.Select(result => result.ToArray()[^1]));
    }

    [Fact]
    public void AStateThatIsReadTurnedIsNotWrittenWhileItIsRead()
    {
        const int n = 96;
        State state = new("state", [n, n]);
        Tensor start = Tensor.From([.. Enumerable.Range(0, n * n).Select(i => (float)i)], [n, n]);
        using Recording first = gpu.Record(() => state.Assign(start));
        using Recording step = gpu.Record(() => state.Assign(state.Value.Transpose() + 1f));
        first.Replay();
        step.Replay(3);
        Assert.Equal(Enumerable.Range(0, n * n).Select(i => i % n * n + i / n + 3f), state.ToArray());
    }

    [Fact]
    public void AStateThatIsReadRowByRowIsNotWrittenWhileItIsRead()
    {
        State state = new("state", [64, 64]);
        Tensor start = Tensor.From([.. Enumerable.Range(0, 64 * 64).Select(i => (float)i)], [64, 64]);
        using Recording first = gpu.Record(() => state.Assign(start));
        using Recording step = gpu.Record(() => state.Assign(state - state.Value.Slice(0, 0, 1)));
        first.Replay();
        step.Replay();
        Assert.Equal(Enumerable.Range(0, 64 * 64).Select(i => (float)(i / 64 * 64)), state.ToArray());
    }

    [Fact]
    public void OneValueGoesToSeveralStates()
    {
        State a = new("a", [2], 1), b = new("b", [2]), c = new("c", [2]);
        using Recording step = gpu.Record(() =>
        {
            Tensor doubled = a.Value * 2f;
            a.Assign(doubled);
            b.Assign(doubled);
            c.Assign(Tensor.Ones([2]));
        });
        step.Replay(3);
        Assert.Equal([8f, 8, 8, 8, 1, 1], [.. a.ToArray(), .. b.ToArray(), .. c.ToArray()]);
    }

    [Fact]
    public void WholeNumbersAreReadAndSetAsNumbers()
    {
        State count = new("count", [2], initial: 5, DType.Int32);
        using Recording step = gpu.Record(() => count.Assign(count.Value + new Fill([2], 3, DType.Int32).Apply()[0]));
        step.Replay(2);
        Assert.Equal([11f, 11], count.ToArray());
        count.Load([-1, 100]);
        step.Replay();
        Assert.Equal([2f, 103], count.ToArray());
    }

    /// <summary>What is filled in on the device, piece by piece, begins as what the host writes.</summary>
    [Theory, InlineData(DType.Float32), InlineData(DType.Int32)]
    public void ALargeStateBeginsAlikeEverywhere(DType type)
    {
        const int count = 9_000_001;
        using State large = new("large", [count], initial: -1, type);
        using Recording recording = gpu.Record(() => large.Value.Cast(DType.Float32).EqualTo(-1).Sum());
        recording.Replay();
        Assert.Equal(count, recording.Result.ToArray()[0]);
        Assert.Equal(-1, large.ToArray()[^1]);
    }

    [Fact]
    public void AStateIsOfWords() =>
        Assert.StartsWith("State \"pixels\": the type must be Float32 or Int32, received UInt8.",
            Assert.Throws<ArgumentException>(() => new State("pixels", [4], type: DType.UInt8)).Message);

    [Fact]
    public void AnAssignmentMustFit()
    {
        State state = new("state", [2]);
        var refused = Assert.Throws<ArgumentException>(() => gpu.Record(() => state.Assign(Tensor.Ones([3]))));
        Assert.Equal("state [2] cannot be assigned [3]: shape and type must be the same.", refused.Message);
    }

    [Fact]
    public void ASettingBetweenReplaysIsSeenByTheNext()
    {
        State state = new("state", [1]);
        using Recording step = gpu.Record(() => state.Assign(state.Value + 1f));
        step.Replay();
        state.Load([10]);
        step.Replay(2);
        Assert.Equal([12f], state.ToArray());
    }
}
