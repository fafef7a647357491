using VkLearn.Data;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners;

[Collection("gpu")]
public sealed class ForecastLearnerTests(PlainGpu gpu)
{
    const int Past = 48, Ahead = 24;

    static readonly float[] fan = [0.1f, 0.5f, 0.9f];

    Splits Drawn(int columns = 2) => new DrawnSeriesSource(4000, columns, 1, new SeriesWindows(Past, Ahead)).Load(gpu.Gpu);

    static ForecastLearner New(IReadOnlyList<Field> fields, Layer model, ForecastRules rules, int season = 0)
    {
        ForecastLearner learner = new(model, new Adam(3e-3f), rules, season: season);
        learner.Build(fields);
        return learner;
    }

    EvaluationMetrics Trained(Splits data, ForecastLearner learner, int steps)
    {
        using Trainer trainer = new(gpu.Gpu, learner, data.Train, batchSize: 32);
        using Evaluator test = new(gpu.Gpu, learner, data.Test, batchSize: 100);
        trainer.Step.Replay(steps);
        return test.Run();
    }

    /// <summary>Better than a season ago, which is better than the last value; nobody is better than the best.</summary>
    [Fact]
    public void LearnsToForetell()
    {
        gpu.Gpu.Seed(1);
        Splits data = Drawn();
        using ForecastLearner learner = New(data.Train.Fields, new SegmentRnn(Ahead, 12, 32, 0), new(IsChannelIndependent: true), 24);
        EvaluationMetrics told = Trained(data, learner, 300);
        using Estimate estimate = learner.EstimateOn(gpu.Gpu, data)!;
        EvaluationMetrics plain = estimate.Run();
        Assert.InRange(told["mse"], told["bestMse"], 0.9 * plain["seasonalMse"]);
        Assert.True(plain["seasonalMse"] < plain["persistenceMse"] && plain["linearMse"] < plain["seasonalMse"], $"{plain.Values}");
        Assert.InRange(plain["linearMse"], told["bestMse"], 2 * told["bestMse"]);
    }

    /// <summary>Eight of ten values lie between the first and the last decile, if they are learned.</summary>
    [Fact]
    public void QuantilesCover()
    {
        gpu.Gpu.Seed(1);
        Splits data = Drawn(1);
        using ForecastLearner learner = New(data.Train.Fields, new SegmentRnn(Ahead, 12, 32, 0, fan.Length),
            new(IsChannelIndependent: true, Quantiles: fan));
        EvaluationMetrics told = Trained(data, learner, 300);
        Assert.InRange(told["coverage"], 0.6, 0.95);
        double deviation = 1 / ((Meaning.Quantity)data.Test.Fields[0].Meaning).Features[0].Scale;
        Assert.Equal(Math.Sqrt(told["mse"]) * deviation, told["rmse"], 1e-4);
    }

    /// <summary>What is taken off a window is put back.</summary>
    [Theory, InlineData(WindowNormalization.None), InlineData(WindowNormalization.Last), InlineData(WindowNormalization.Window)]
    public void NormalizationIsReversed(WindowNormalization kind)
    {
        float[] x = (float[])Input.Of([3, 7, 2]).Values(new System.Random(3));
        using Recording recording = gpu.Gpu.Record(() =>
        {
            NormalizedWindow window = NormalizedWindow.Of(Tensor.From(x, [3, 7, 2]) * 5f + 100f, kind);
            return [window.Back(window.Window), window.Window];
        });
        recording.Replay();
        Assert.All(recording.Results[0].ToArray().Zip(x), pair => Assert.Equal(pair.Second * 5 + 100, pair.First, 1e-3f));
        float[] seen = recording.Results[1].ToArray();
        if (kind == WindowNormalization.Last)
        {
            Assert.Equal([0, 0], seen[12..14]);
        }
        else if (kind == WindowNormalization.Window)
        {
            float[] column = [.. Enumerable.Range(0, 7).Select(step => seen[2 * step])];
            Assert.Equal((0.0, 1.0), (Math.Round(column.Average(), 4), Math.Round(column.Average(value => value * value), 3)));
        }
    }

    /// <summary>A model that says the window's first value of each column, one or two steps at once, goes round the window.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(5), InlineData(0)]
    public void SeveralTurnsGoOnFromWhatWasForetold(int atOnce)
    {
        const int past = 3, columns = 2, ahead = 5;
        float[] x = [1, 10, 2, 20, 3, 30];
        int each = atOnce == 0 ? ahead : atOnce;
        Forecaster forecaster = new(new FirstSteps(each), new(WindowNormalization.None, StepsAtOnce: atOnce));
        using Recording recording = gpu.Gpu.Record(() => forecaster.Foretell(Tensor.From(x, [1, past, columns]), ahead)[0]);
        recording.Replay();
        float[] expected = [.. Enumerable.Range(0, ahead).SelectMany(step => new float[] { step % 3 + 1, 10 * (step % 3 + 1) })];
        Assert.Equal(Shape.Of([1, ahead, columns]), recording.Result.Shape);
        Assert.Equal(expected, recording.Result.ToArray());
    }

    /// <summary>[N, past, columns] to its first steps, which go on from the first where there are fewer.</summary>
    sealed class FirstSteps(int steps) : Layer
    {
        protected override Tensor Apply(Tensor input) =>
            Tensor.Concat(1, [.. Enumerable.Repeat(input, (steps + input.Shape[1] - 1) / input.Shape[1])]).Slice(1, 0, steps);
    }

    /// <summary>A column that is foretold by itself is foretold the same, whatever stands beside it.</summary>
    [Fact]
    public void ColumnsMayBeForetoldByThemselves()
    {
        float[] x = (float[])Input.Of([3, 6, 2]).Values(new System.Random(3));
        Sequential model = new(new Flatten(), new Dense(6, 4));
        Forecaster forecaster = new(model, new(IsChannelIndependent: true));
        using Recording recording = gpu.Gpu.Record(() =>
        {
            Tensor both = Tensor.From(x, [3, 6, 2]);
            return [forecaster.Foretell(both, 4)[0].Slice(2, 1, 1), forecaster.Foretell(both.Slice(2, 1, 1), 4)[0]];
        });
        recording.Replay();
        Assert.All(recording.Results[0].ToArray().Zip(recording.Results[1].ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    /// <summary>What ../shared/data/README.md says, computed there from the same file by another program.</summary>
    [Fact]
    public void PlainForecastsOfEtt()
    {
        Splits data = new SeriesSource(SharedData.Find("timeseries/ETTh1.csv"), new(336, 96, 8640, 2880)).Load(gpu.Gpu);
        using Dataset all = data.Train; // its test begins where the validation would
        data = new SeriesSource(SharedData.Find("timeseries/ETTh1.csv"), new(336, 96, 8640, 2880)) { Validation = 2880 }.Load(gpu.Gpu);
        using ForecastLearner learner = New(data.Train.Fields, new SegmentRnn(96), new(IsChannelIndependent: true), 24);
        using Estimate estimate = learner.EstimateOn(gpu.Gpu, data)!;
        EvaluationMetrics plain = estimate.Run();
        Assert.Equal(1.294, plain["persistenceMse"], 0.001);
        Assert.Equal(0.713, plain["persistenceMae"], 0.001);
        Assert.Equal(0.370, plain["linearMse"], 0.003);
        Assert.Equal(0.392, plain["linearMae"], 0.003);
    }

    [Fact]
    public void PlainForecastsOfAirline()
    {
        Splits data = new SeriesSource(SharedData.Find("timeseries/airline-passengers.csv"), new(12, 1, 96, 48)).Load(gpu.Gpu);
        using ForecastLearner learner = New(data.Train.Fields, new SegmentRnn(1, 1), new(IsChannelIndependent: true), 12);
        using Estimate estimate = learner.EstimateOn(gpu.Gpu, data)!;
        EvaluationMetrics plain = estimate.Run();
        Assert.Equal((48.0, 41.9), (Math.Round(plain["persistenceRmse"], 1), Math.Round(plain["seasonalRmse"], 1)));
    }

    /// <summary>Each time it is looked at, a step further, in the data's own unit.</summary>
    [Fact]
    public void AWindowOfTheTestSlidesOn()
    {
        Splits data = Drawn();
        using ForecastLearner learner = New(data.Train.Fields, new SegmentRnn(Ahead, 12, 8, 0, fan.Length),
            new(IsChannelIndependent: true, Quantiles: fan));
        learner.Survey(gpu.Gpu, data);
        IReadOnlyDictionary<string, Tensor> made = null!;
        using Recording sliding = gpu.Gpu.Record(() =>
        {
            made = learner.Samplers.Single().Step();
            return [.. made.Values];
        }, training: false);
        sliding.Replay(3);
        IReadOnlyList<Feature> columns = ((Meaning.Quantity)data.Test.Fields[0].Meaning).Features;
        float[] stream = [.. data.Test.Read("past").Select((value, i) => columns[i % 2].Measured(value))];
        Assert.Equal(("[2, 48]", "[2, 25]", "[2, 3, 25]"), ($"{made["past"].Shape}", $"{made["came"].Shape}", $"{made["forecast"].Shape}"));
        (float[] past, float[] came, float[] forecast) = (made["past"].ToArray(), made["came"].ToArray(), made["forecast"].ToArray());
        for (int column = 0; column < 2; column++)
        {
            Assert.Equal(stream[2 * 2 + column], past[column * Past], 1e-3f);
            Assert.Equal(stream[2 * (2 + Past - 1) + column], came[column * (Ahead + 1)], 1e-3f);
            Assert.Equal(stream[2 * (2 + Past + Ahead - 1) + column], came[column * (Ahead + 1) + Ahead], 1e-3f);
            Assert.Equal(came[column * (Ahead + 1)], forecast[column * fan.Length * (Ahead + 1)], 1e-3f);
        }
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Splits data = Drawn();
        Assert.Contains("a forecast is learned of windows of series", Assert.Throws<ArgumentException>(
            () => New([new Field("x", DType.Float32, [3], new Meaning.Quantity())], new Dense(3, 3), new())).Message);
        Assert.Contains("quantiles must rise", Assert.Throws<ArgumentException>(
            () => New(data.Train.Fields, new Dense(3, 3), new(Quantiles: [0.9f, 0.5f]))).Message);
        Assert.Contains("0.5 be one of them", Assert.Throws<ArgumentException>(
            () => New(data.Train.Fields, new Dense(3, 3), new(Quantiles: [0.1f, 0.9f]))).Message);
        Assert.Contains("Use either quantiles or stepsAtOnce", Assert.Throws<ArgumentException>(
            () => New(data.Train.Fields, new Dense(3, 3), new(StepsAtOnce: 1, Quantiles: [0.5f]))).Message);
        using ForecastLearner learner = New(data.Train.Fields, new Sequential(new Flatten(), new Dense(2 * Past, 7)), new());
        Assert.Contains("End it with outFeatures: 48", Assert.Throws<ArgumentException>(
            () => new Trainer(gpu.Gpu, learner, data.Train, batchSize: 4)).Message);
    }
}
