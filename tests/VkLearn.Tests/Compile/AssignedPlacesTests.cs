using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>A place that is given another's value has the one of that point of the trace, whatever becomes of the other after it.</summary>
public sealed class AssignedPlacesTests(GpuFixture fixture) : OpTests(fixture)
{
    [Theory, InlineData(true), InlineData(false)]
    public void APlaceTakesWhatAnotherWasBeforeItChanged(bool isFirst)
    {
        State from = new("from", [1, 5]), to = new("to", [1, 5]);
        using Recording next = Gpu.Record(() =>
        {
            Tensor before = to.Value;
            if (isFirst)
            {
                from.Assign(before + 0f);
            }

            to.Assign(Tensor.Normal([1, 5]));
            if (!isFirst)
            {
                from.Assign(before);
            }
        });
        next.Replay();
        float[] drawn = to.ToArray();
        next.Replay();
        Assert.Equal(drawn, from.ToArray());
        Assert.NotEqual(drawn, to.ToArray());
    }

    [Fact]
    public void TwoChangePlaces()
    {
        State a = new("a", [3]), b = new("b", [3]);
        using Recording start = Gpu.Record(() =>
        {
            a.Assign(Tensor.From([1f, 2, 3], [3]));
            b.Assign(Tensor.From([4f, 5, 6], [3]));
        });
        start.Replay();
        using Recording swap = Gpu.Record(() =>
        {
            Tensor before = a.Value;
            a.Assign(b.Value);
            b.Assign(before);
        });
        swap.Replay();
        Assert.Equal([4f, 5, 6, 1, 2, 3], [.. a.ToArray(), .. b.ToArray()]);
        swap.Replay(2);
        Assert.Equal([4f, 5, 6, 1, 2, 3], [.. a.ToArray(), .. b.ToArray()]);
    }

    /// <summary>A line of places, each taking what the one before it was.</summary>
    [Fact]
    public void ALineMovesOnByOne()
    {
        State[] line = [.. Enumerable.Range(0, 4).Select(i => new State($"s{i}", [2]))];
        using Recording step = Gpu.Record(() =>
        {
            for (int i = 3; i > 0; i--)
            {
                line[i].Assign(line[i - 1].Value);
            }

            line[0].Assign(line[0].Value + 1);
        });
        step.Replay(5);
        Assert.Equal([5f, 4, 3, 2], line.Select(place => place.ToArray()[0]));
    }

    /// <summary>Outside of a recording, too.</summary>
    [Fact]
    public void LooseAssignmentsGoInOrder()
    {
        State a = new("loose a", [2]), b = new("loose b", [2]);
        a.Assign(Tensor.From([1f, 2], [2]));
        b.Assign(a.Value);
        a.Assign(a.Value + 10);
        Assert.Equal([11f, 12, 1, 2], [.. a.ToArray(), .. b.ToArray()]);
    }
}
