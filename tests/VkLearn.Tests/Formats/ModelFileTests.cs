using VkLearn.Training;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Formats;

[Collection("gpu")]
public sealed class ModelFileTests(GpuFixture fixture)
{
    readonly string path = Path.Combine(TempFolder.New(), "model.safetensors");

    static Sequential Model(int hidden = 3) => new(new Dense(2, hidden), new Relu(), new Dense(hidden, 2));

    [Fact]
    public void WhatIsSavedIsLoaded()
    {
        Sequential saved = Model(), loaded = Model();
        using Recording use = fixture.Gpu.Record(() => saved.Forward(Tensor.Ones([1, 2])));
        saved.Parameters[1].Load([float.NaN, float.NegativeInfinity, -0f]);

        saved.Save(path, new Dictionary<string, string> { ["scene"] = "digits" });
        loaded.Load(fixture.Gpu, path);

        Assert.All(saved.Parameters.Zip(loaded.Parameters), pair => Assert.Equal(Bits(pair.First), Bits(pair.Second)));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(("vklearn", "Sequential", "digits"), (file.Metadata["format"], file.Metadata["model"], file.Metadata["scene"]));
        Assert.Equal(["layers.0.bias", "layers.0.weight", "layers.2.bias", "layers.2.weight"], file.Tensors.Select(t => t.Name));
    }

    static int[] Bits(Place place) => Array.ConvertAll(place.ToArray(), BitConverter.SingleToInt32Bits);

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        Sequential saved = Model();
        using Recording use = fixture.Gpu.Record(() => saved.Forward(Tensor.Ones([1, 2])));
        saved.Save(path);

        Assert.Equal($"{path}: tensor layers.0.weight F32 [2, 3] must be [2, 4] for this model.", Refusal(Model(hidden: 4)));
        Assert.Equal($"{path}: tensor layers.2.bias F32 [2] has no place in this model.",
            Refusal(new Sequential(new Dense(2, 3), new Relu(), new Dense(3, 2, bias: false))));
        Assert.Equal($"{path}: tensor layers.1.weight [3, 3] is missing, which the model has.",
            Refusal(new Sequential(new Dense(2, 3), new Dense(3, 3), new Dense(3, 2))));
    }

    [Fact]
    public void OthersMatricesAreTurned()
    {
        Sequential model = Model();
        Write(("fc2.weight", [2, 3]), ("fc2.bias", [2]), ("fc10.weight", [3, 2]), ("fc10.bias", [3]));

        model.Load(fixture.Gpu, path);

        Assert.Equal([[0, 2, 4, 1, 3, 5], [0, 1, 2], [0, 3, 1, 4, 2, 5], [0, 1]], model.Parameters.Select(place => place.ToArray()));
    }

    [Fact]
    public void MatricesThatFitOnlyAsTheyAreAreNotTurned()
    {
        Sequential model = new(new Dense(2, 2, bias: false), new Dense(2, 3, bias: false));
        Write(("1.weight", [2, 2]), ("2.weight", [2, 3]));
        model.Load(fixture.Gpu, path);
        Assert.Equal([[0, 1, 2, 3], [0, 1, 2, 3, 4, 5]], model.Parameters.Select(place => place.ToArray()));

        Write(("1.weight", [2, 2]), ("2.weight", [3, 2]));
        model.Load(fixture.Gpu, path);
        Assert.Equal([[0, 2, 1, 3], [0, 2, 4, 1, 3, 5]], model.Parameters.Select(place => place.ToArray()));
    }

    [Fact]
    public void NumbersInNamesAreOrderedAsNumbers()
    {
        Sequential model = new(new Dense(2, 2, bias: false), new Dense(2, 2, bias: false));
        Write(SafetensorsType.F32, ("net.10.weight", [2, 2], 10), ("net.9.weight", [2, 2], 20));
        model.Load(fixture.Gpu, path);
        Assert.Equal([20f, 10f], model.Parameters.Select(place => place.ToArray()[0]));
    }

    [Fact]
    public void OthersFilesMustFitWhole()
    {
        Write(("a.weight", [3, 2]), ("a.bias", [3]));
        Assert.Equal($"{path}: no tensors fit layers.2.weight [3, 2], layers.2.bias [2] of the model. The file has nothing left.",
            Refusal(Model()));

        Write(("a.weight", [3, 2]), ("a.bias", [3]), ("b.weight", [2, 3]), ("b.bias", [2]), ("c.count", []));
        Assert.Equal($"{path}: c.count F32 [] have no place in the model.", Refusal(Model()));
    }

    [Fact]
    public void WeightsThatAreNoNumbersOfOursAreRefused()
    {
        Write(SafetensorsType.F8_E5M2, ("weight", [2, 2], 0));
        Assert.Equal($"{path}: tensor weight F8_E5M2 [2, 2]: weights of type F8_E5M2 are not read. Convert it to F32, F16 or BF16.",
            Refusal(new Dense(2, 2, bias: false)));
    }

    string Refusal(Layer model) => Assert.Throws<DataException>(() => model.Load(fixture.Gpu, path)).Message;

    /// <summary>A file as another program writes it: each tensor's values are 0, 1, 2 and so on.</summary>
    void Write(params (string Name, Shape Shape)[] tensors) =>
        Write(SafetensorsType.F32, [.. tensors.Select(tensor => (tensor.Name, tensor.Shape, 0))]);

    void Write(SafetensorsType type, params (string Name, Shape Shape, int First)[] tensors) => SafetensorsWriter.Write(path,
        tensors.Select(tensor => new StoredTensor(tensor.Name, type, tensor.Shape,
            Enumerable.Range(tensor.First, (int)tensor.Shape.Count)
                .SelectMany(i => BitConverter.GetBytes((float)i)[..type.Bytes()]).ToArray())),
        new Dictionary<string, string> { ["format"] = "pt" });
}
