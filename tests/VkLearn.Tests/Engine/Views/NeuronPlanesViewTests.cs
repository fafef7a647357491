using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class NeuronPlanesViewTests(GpuFixture fixture)
{
    const int Side = 32;

    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void WhatItShowsIsWhatEachNeuronSays()
    {
        Dataset data = new DrawnPointsSource(PointFigure.Circles, 40, 10, 0.1f, 1).Load(gpu).Train;
        PlaneMlp model = new([PlaneFeature.Y, PlaneFeature.XX, PlaneFeature.SinX], 2, 3, 2, () => new Relu());
        using Scene scene = new(gpu);
        scene.Error += failure => throw failure;
        scene.Add("trainer", new TrainerBehaviour(new Classifier(model, new Sgd(0.1f)), data, batch: 8) { Length = RunLength.Steps(9) });
        NeuronPlanesView planes = new() { Reach = 2 };
        scene.Add("neurons", planes);
        scene.Playback.StepOnce();
        scene.Time.Budget = TimeSpan.FromSeconds(1);
        scene.Frame(Time.LongestDelta);

        const int row = 4, column = 21;
        float x = 2 * (2 * (column + 0.5f) / Side - 1), y = -2 * (2 * (row + 0.5f) / Side - 1);
        using Recording there = gpu.Record(() => model.Responses(Tensor.From([x, y], [1, 2])), training: false);
        there.Replay();
        float At(string name, int unit) => Read(scene, $"neurons/{name}")[unit * Side * Side + row * Side + column];
        float farthest = 2 * (1 - 1f / Side); // the middle of the last cell
        Assert.Equal(y / farthest, At("column0", 0), 1e-5f);
        Assert.Equal(x * x / (farthest * farthest), At("column0", 1), 1e-5f);
        for (int layer = 1; layer < 3; layer++)
        {
            float[] said = there.Results[layer].ToArray();
            Assert.Equal(said, Enumerable.Range(0, 3).Select(unit => At($"column{layer}", unit)), new Near(1e-5f));
        }

        float[] logits = there.Results[3].ToArray(), last = model.Weights[2].ToArray();
        Assert.Equal(logits[0] - logits[1], At("column3", 0), 1e-5f);
        Assert.Equal(model.Weights[0].ToArray(), Read(scene, "neurons/weight0"));
        Assert.Equal(last.Chunk(2).Select(pair => pair[0] - pair[1]), Read(scene, "neurons/weight2"), new Near(1e-6f));
        NeuronPlanes view = (NeuronPlanes)planes.MakeView();
        Assert.Equal([3, 3, 3, 1], view.Columns.Select(one => one.Count));
        Assert.Equal(["y", "x\u00b2", "sin 2x"], view.Columns[0].Names);
        view.Dispose();
    }

    [Fact]
    public void SaysWhatItNeeds()
    {
        using SmallScene small = new(gpu);
        small.Scene.Add("neurons", new NeuronPlanesView());
        Assert.Contains("needs a model that is a PlaneMlp; Classifier has none.",
            Assert.Throws<ArgumentException>(() => small.Scene.FindTensor("neurons/column0")).Message);
    }

    float[] Read(Scene scene, string tensor) => Tensor.At(gpu, scene.FindTensor(tensor)).ToArray(gpu);
}
