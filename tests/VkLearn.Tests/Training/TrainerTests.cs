using VkLearn.Data;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Training;

[Collection("gpu")]
public sealed class TrainerTests(GpuFixture fixture)
{
    static Dataset Digits(int count, uint seed)
    {
        (byte[] images, byte[] labels) = DrawnDigits.Make(count, seed);
        return Dataset.From(images, Array.ConvertAll(labels, label => (int)label), [1, 28, 28], $"digits of seed {seed}");
    }

    static Sequential Model() => new(new Dense(784, 32), new Relu(), new Dense(32, 10));

    [Fact, Trait("Threads", "yes")]
    public void LearnsDrawnDigits()
    {
        Sequential model = Model();
        Classifier learner = new(model, new Adam(3e-3f));
        using Trainer trainer = new(fixture.Gpu, learner, Digits(3000, seed: 1), batchSize: 50);
        using Evaluator evaluator = new(fixture.Gpu, learner, Digits(501, seed: 2), batchSize: 128);
        Assert.InRange(evaluator.Run()["accuracy"], 0, 0.35);

        trainer.Run(3 * trainer.StepsPerEpoch);
        TrainingMetrics metrics = trainer.Read();
        EvaluationMetrics test = evaluator.Run();

        Assert.Equal((180, 3, 180), (metrics.Step, metrics.Epoch, metrics.Steps));
        Assert.InRange(test["accuracy"], 0.80, 1);
        Assert.InRange(test["loss"], 0, 0.8);
        Assert.Equal(test, evaluator.Run());
    }

    [Fact]
    public void TheAverageOfTheWeightsIsTested()
    {
        Sequential model = new(new Dense(1, 2, bias: false));
        Dataset data = Dataset.From([1f, 1f, 1f, 1f], [0, 0, 0, 0], [1]);
        WeightAverage average = new(0.999f);
        Classifier learner = new(model, new Sgd(1f), average: average);
        using Trainer trainer = new(fixture.Gpu, learner, data, batchSize: 4);
        using Evaluator own = new(fixture.Gpu, new Classifier(model, new Sgd(1f)), data), mean = new(fixture.Gpu, learner, data);
        trainer.Run(20);
        float[] weights = average[model.Parameters[0]].ToArray();

        Assert.Equal(Math.Log(1 + Math.Exp(weights[1] - weights[0])), mean.Run()["loss"], 1e-5);
        Assert.True(mean.Run()["loss"] > own.Run()["loss"]); // the weights of before were worse
    }

    [Fact]
    public void EvaluationCountsEachItemOnceAndNoPadding()
    {
        Sequential model = new(new Dense(1, 2));
        Dataset data = Dataset.From([.. Enumerable.Range(0, 7).Select(i => i < 3 ? -1f : 1f)], [0, 0, 0, 1, 1, 1, 0], [1]);
        using Evaluator evaluator = new(fixture.Gpu, new Classifier(model, new Sgd(0f)), data, batchSize: 4);
        model.Parameters[0].Load([-1, 1]);

        EvaluationMetrics result = evaluator.Run();

        double right = Math.Log(1 + Math.Exp(-2)), wrong = Math.Log(1 + Math.Exp(2));
        Assert.Equal(6.0 / 7, result["accuracy"], 1e-6);
        Assert.Equal((6 * right + wrong) / 7, result["loss"], 1e-5);
    }

    [Fact]
    public void MeansAreOverTheStepsSinceTheLastReading()
    {
        Sequential model = new(new Dense(1, 2, bias: false));
        Dataset data = Dataset.From([1f, 1f, 1f, 1f], [0, 0, 1, 1], [1]);
        using Trainer trainer = new(fixture.Gpu, new Classifier(model, new Sgd(0f)), data, batchSize: 4);
        model.Parameters[0].Load([0, 0]);

        trainer.Run(3);
        TrainingMetrics first = trainer.Read();
        model.Parameters[0].Load([0, 1]);
        trainer.Run(2);
        TrainingMetrics second = trainer.Read();

        Assert.Equal((3, 2), (first.Steps, second.Steps));
        Assert.Equal(Math.Log(2), first["loss"], 1e-6);
        Assert.Equal((Math.Log(1 + Math.E) + Math.Log(1 + 1 / Math.E)) / 2, second["loss"], 1e-6);
        Assert.Equal(0.5, second["accuracy"]);
    }

    [Fact]
    public void MeansAreThoseOfEachStepsLossAndHits()
    {
        Sequential model = new(new Dense(3, 4), new Tanh(), new Dense(4, 3));
        Dataset data = Dataset.From(
            [.. Enumerable.Range(0, 90).Select(i => MathF.Sin(i))], [.. Enumerable.Range(0, 30).Select(i => i * i % 3)], [3]);
        using Trainer trainer = new(
            fixture.Gpu, new Classifier(model, new Adam(1e-2f)), data, batchSize: 6, watch: ["loss", "output", "label"]);
        double loss = 0, hits = 0;
        for (int i = 0; i < 40; i++)
        {
            trainer.Run(1);
            float[] logits = trainer.Step.Watches["output"].ToArray(), label = trainer.Step.Watches["label"].ToArray();
            loss += trainer.Step.Watches["loss"].Item();
            hits += label.Where((right, row) => logits.AsSpan(3 * row, 3).IndexOf(logits.Skip(3 * row).Take(3).Max()) == right).Count();
        }

        TrainingMetrics metrics = trainer.Read();
        Assert.Equal(loss / 40, metrics["loss"], 1e-6);
        Assert.Equal(hits / 240, metrics["accuracy"], 1e-6);
    }

    [Fact]
    public void ALossThatIsNoNumberStopsWithItsStepNamed()
    {
        Sequential model = new(new Dense(1, 2));
        Dataset data = Dataset.From([1f, 2f, 3f], [0, 1, 0], [1]);
        using Trainer trainer = new(fixture.Gpu, new Classifier(model, new Sgd(0.1f)), data, batchSize: 3);
        trainer.Run(5);
        trainer.Read();
        trainer.Run(2);
        model.Parameters[0].Load([float.NaN, 0]);
        trainer.Run(4);

        NanException nan = Assert.Throws<NanException>(() => trainer.Read());

        Assert.StartsWith("The loss of step 8 is not a finite number.", nan.Message);
    }

    [Fact]
    public void AModelThatDoesNotFitTheDataIsRefused()
    {
        Sequential model = new(new Dense(100, 10));

        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => new Trainer(fixture.Gpu, new Classifier(model, new Adam(1e-3f)), Digits(10, 3), 5));

        Assert.Equal("Dense \"layers.0\": input [5, 1, 28, 28] has 784 features, weight [100, 10] expects 100. Use inFeatures: 784.",
            refusal.Message);
    }

    [Fact]
    public void ABatchLargerThanTheDataIsRefused()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => new Trainer(fixture.Gpu, new Classifier(Model(), new Adam(1e-3f)), Digits(10, 4), 11));

        Assert.Equal("digits of seed 4: a batch must have from 1 to 10 items, which is all there are, received 11.", refusal.Message);
    }
}
