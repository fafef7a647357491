using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Losses;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>Sums that go on in a recording's last dispatch.</summary>
[Collection("gpu")]
public sealed class LastDispatchTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    static Tensor Wave(int count, float pace = 0.7f) =>
        Tensor.From([.. Enumerable.Range(0, count).Select(i => MathF.Sin(i * pace))], [count]);

    static double Sum(Tensor wave) => wave.ToArray().Sum(value => (double)value);

    [Theory, InlineData(1), InlineData(7), InlineData(64), InlineData(1000), InlineData(4096), InlineData(4097), InlineData(20000)]
    public void ASumGoesOnByWhatIsTallied(int count)
    {
        State sums = Tally.NewSums("sums", 3);
        using Recording step = gpu.Record(() =>
        {
            Trace.Current.Tally(sums, 0, Wave(count), scale: 0.5f);
            Trace.Current.Tally(sums, 2, Wave(count).Reshape([count, 1]));
            Trace.Current.Tally(sums, 2, 10f);
        });
        step.Replay(3);
        step.Replay(2);

        double wave = Sum(Wave(count));
        Close.To([2.5 * wave, 0, 5 * wave + 50], [.. Tally.Read(sums).Select(sum => (float)sum)], 1e-4);
        Assert.Equal(count > Tally.Most, step.Dispatches > 1);
        gpu.Memory.CheckGuards();
    }

    /// <summary>A float near 20,000 has steps of 1/512: 0.1 is added as 0.0996.</summary>
    [Fact]
    public void WhatASumLosesByRoundingIsKept()
    {
        State sums = Tally.NewSums("sums", 1);
        using Recording step = gpu.Record(() => Trace.Current.Tally(sums, 0, Tensor.Full([64], 0.1f).Mean()));
        step.Replay();
        sums.Load([20_000, 0]);
        step.Replay(5000);
        Assert.Equal(20_000 + 5000 * (double)0.1f, Tally.Read(sums)[0], 2e-4);
        Assert.Equal((float)Tally.Read(sums)[0], sums.ToArray()[0]); // the first word alone is the sum, rounded
    }

    [Fact]
    public void AMeanIsTalliedFromWhatItIsTheMeanOf()
    {
        State sums = Tally.NewSums("sums", 2);
        Tensor x = Wave(60), y = Wave(30, 0.3f);
        Recording Step(bool isReturned) => gpu.Record(() =>
        {
            Tensor mean = x.Reshape([6, 10]).Mean() * 3f - y.Mean().Detach() / 2f;
            Trace.Current.Tally(sums, 0, mean);
            Trace.Current.Tally(sums, 1, -x.Reshape([6, 10]).Mean(1), scale: 2);
            return isReturned ? [mean] : Array.Empty<Tensor>();
        });
        using Recording step = Step(isReturned: false), returning = Step(isReturned: true);
        Assert.Equal(1, step.Dispatches);
        Assert.True(returning.Dispatches > 1);

        step.Replay(2);
        float[] words = sums.ToArray();
        Close.To([2 * (Sum(x) / 20 - Sum(y) / 60), -2 * Sum(x) / 5], [.. Tally.Read(sums).Select(sum => (float)sum)], 1e-5);
        sums.Load(new float[4]);
        returning.Replay(2);
        Assert.Equal(words, sums.ToArray());
        Assert.Equal(Sum(x) / 20 - Sum(y) / 60, returning.Result.Item(), 1e-6);
    }

    [Fact]
    public void ItsNameIsKnown()
    {
        State sums = Tally.NewSums("sums", 1);
        Tensor logits = Wave(12).Reshape([4, 3]), label = Tensor.From([0, 1, -1, 2], [4]);
        using Recording step = gpu.Record(
            () => Trace.Current.Tally(sums, 0, Loss.SoftmaxCrossEntropy(logits, label)), watch: ["loss"]);
        step.Replay(3);
        Assert.Equal(3 * step.Watches["loss"].Item(), Tally.Read(sums)[0], 1e-5);
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void StepsAreFiniteUntilOneIsNot(float bad)
    {
        State sums = Tally.NewSums("sums", 4), value = new("value", [5]);
        using Recording step = gpu.Record(() =>
        {
            Trace.Current.Tally(sums, 0, value.Value.Mean());
            Trace.Current.Tally(sums, 1, 1f);
            Trace.Current.TallyFinite(sums, 2, 3);
        });
        step.Replay(3);
        value.Load([1, 2, bad, 4, 5]);
        step.Replay();
        value.Load([1, 2, 3, 4, 5]);
        step.Replay(4);

        double[] read = Tally.Read(sums);
        Assert.False(double.IsFinite(read[0]));
        Assert.Equal([8, 8, 3], read[1..]);
        sums.Load(new float[8]);
        step.Replay(2);
        Assert.Equal([6, 2, 2, 2], Tally.Read(sums).Select(sum => Math.Round(sum, 5)));
    }

    [Theory, InlineData(8, 4, 1), InlineData(9, 1, 2), InlineData(30, 2, 4), InlineData(6, 6, 3)]
    public void MoreThanAKernelTakesIsTalliedInTwo(int tensors, int states, int dispatches)
    {
        State[] sums = [.. Enumerable.Range(0, states).Select(i => Tally.NewSums($"sums {i}", tensors + 2))];
        Tensor[] x = [.. Enumerable.Range(0, tensors).Select(i => Wave(5 + i))];
        using Recording step = gpu.Record(() =>
        {
            Tensor drawn = VkLearn.Primitives.Random.Uniform([1]); // the clock goes on too
            Trace.Current.Tally(sums[0], tensors - 1, drawn * 0f);
            for (int i = 0; i < tensors - 1; i++)
            {
                Trace.Current.Tally(sums[i % states], i, x[i]);
            }

            Array.ForEach(sums, state => Trace.Current.TallyFinite(state, tensors, tensors + 1));
        });
        Assert.Equal(dispatches, step.Dispatches - 1);
        step.Replay(2);
        for (int i = 0; i < states; i++)
        {
            double[] read = Tally.Read(sums[i]);
            Assert.Equal([2, 2], read[^2..]);
            Close.To([.. Enumerable.Range(0, tensors).Select(n => n % states == i && n < tensors - 1 ? 2 * Sum(x[n]) : 0)],
                [.. read[..^2].Select(sum => (float)sum)], 1e-5);
        }

        gpu.Memory.CheckGuards();
    }

    [Fact]
    public void WhatIsTalliedIsTheValueThatWasNamed()
    {
        State sums = Tally.NewSums("sums", 2), place = new("place", [3], initial: 1);
        using Recording step = gpu.Record(() =>
        {
            Tensor before = place, sumBefore = sums.Value;
            place.Assign(before * 2f);
            Trace.Current.Tally(sums, 0, before);
            Trace.Current.Tally(sums, 1, place.Value);
            return [before, sumBefore];
        });
        step.Replay();
        Assert.Equal([0, 0, 0, 0], step.Results[1].ToArray());
        step.Replay();
        Assert.Equal([9, 18], Tally.Read(sums));
        Assert.Equal([2, 2, 2], step.Results[0].ToArray());
        Assert.Equal([3, 0, 6, 0], step.Results[1].ToArray());
    }

    [Fact]
    public void OutsideARecordingItIsDoneWhenTheSumIsRead()
    {
        State sums = Tally.NewSums("sums", 1);
        using (gpu.Record(() => Trace.Current.Tally(sums, 0, 0f)))
        {
            Trace.Current.Tally(sums, 0, Wave(9));
            Trace.Current.Tally(sums, 0, 2f);
            Assert.Equal(Sum(Wave(9)) + 2, Tally.Read(sums)[0], 1e-6);
        }
    }

    [Fact]
    public void WhatIsNoTallyIsRefused()
    {
        State sums = Tally.NewSums("sums", 2), flat = new("flat", [4]);
        Refuses<ArgumentException>("Tally \"flat\": sums must be a Float32 state [entries, 2]", () => Trace.Current.Tally(flat, 0, 1f));
        Refuses<ArgumentException>("received sums [2, 2], entry 2", () => Trace.Current.Tally(sums, 2, 1f));
        Refuses<ArgumentException>("received sums [2, 2], entry 3", () => Trace.Current.TallyFinite(sums, 0, 3));
        Refuses<ArgumentException>("values must be Float32", () => Trace.Current.Tally(sums, 0, Tensor.From([1], [1])));
        Refuses<InvalidOperationException>("assigned and tallied in one recording", () =>
        {
            sums.Assign(sums.Value * 2f);
            Trace.Current.Tally(sums, 0, 1f);
        });
        Refuses<InvalidOperationException>("assigned and tallied in one recording", () =>
        {
            Trace.Current.Tally(sums, 0, 1f);
            sums.Assign(sums.Value * 2f);
        });

        void Refuses<T>(string message, Action body) where T : Exception =>
            Assert.Contains(message, Assert.Throws<T>(() => gpu.Record(body)).Message);
    }
}
