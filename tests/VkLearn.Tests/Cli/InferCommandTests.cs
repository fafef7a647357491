using System.Text.Json;
using VkLearn.Formats;
using VkLearn.Tests.Engine;
using Xunit;

namespace VkLearn.Tests.Cli;

public sealed class InferCommandTests
{
    const string Classifier = """
        {
          "data": { "type": "Mnist", "directory": "unused" },
          "model": {
            "type": "Sequential",
            "layers": [
              "Flatten",
              { "type": "Dense", "inFeatures": 784, "outFeatures": 512 }, "Relu",
              { "type": "Dense", "inFeatures": 512, "outFeatures": 128 }, "Relu",
              { "type": "Dense", "inFeatures": 128, "outFeatures": 32 }, "Relu",
              { "type": "Dense", "inFeatures": 32, "outFeatures": 10 }
            ]
          },
          "optimizer": { "type": "Adam", "learningRate": 1e-3 },
          "training": { "batch": 64, "epochs": 1 }
        }
        """;

    [Fact]
    public void WeightsOfAnotherProgramAnswerAsTheyDoThere()
    {
        string weights = SharedData.Find("safetensors/mnist-mlp.safetensors"), images = SharedData.Find("mnist/t10k-images-idx3-ubyte.gz");

        var run = Command.Run("infer", weights, "--scene", SceneText.File(Classifier), "--input", images, "--json");

        JsonElement[] lines = Lines(run);
        Assert.Equal(10_001, lines.Length);
        Assert.Equal("""{"event":"done","items":10000,"accuracy":0.9849}""", lines[^1].GetRawText());
        Assert.All(lines[..^1], line => Assert.Equal(1, line.GetProperty("probabilities").EnumerateArray().Sum(p => p.GetDouble()), 1e-4));
        Assert.Equal(9849, lines[..^1].Count(line => line.GetProperty("class").GetInt32() == line.GetProperty("label").GetInt32()));
    }

    [Fact]
    public void AnImageOfPaperIsReadInverted()
    {
        string weights = SharedData.Find("safetensors/mnist-mlp.safetensors"), scene = SceneText.File(Classifier);
        byte[] seven = VkLearn.Data.IdxFile.Read(SharedData.Find("mnist/t10k-images-idx3-ubyte.gz")).Bytes[..784];
        byte[] twice = [.. Enumerable.Range(0, 56 * 56).Select(i => (byte)(255 - seven[i / 112 * 28 + i % 56 / 2]))];
        string image = SmallPng.Write(twice, rows: 56, columns: 56, channels: 1);

        var (exitCode, output, errors) = Command.Run("infer", weights, "--scene", scene, "--input", image, "--invert");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.StartsWith("0: 7 ", output);
    }

    [Fact]
    public void ACheckpointBringsItsScene()
    {
        string directory = TempFolder.New(), images = Path.Combine(directory, "some-images-idx3-ubyte");
        Command.Run("run", SceneText.File(), "--steps", "2", "--checkpoint", directory, "--set", "model.layers.1.outFeatures=12",
            "--set", "model.layers.3.inFeatures=12");
        File.WriteAllBytes(images, [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[3 * 784]]);
        string last = Path.Combine(directory, "last.safetensors");

        JsonElement[] lines = Lines(Command.Run("infer", last, "--input", images, "--json"));

        Assert.Equal(["item", "item", "item", "done"], lines.Select(line => line.GetProperty("event").GetString()));
        Assert.False(lines[^1].TryGetProperty("accuracy", out _));
        File.WriteAllBytes(Path.Combine(directory, "some-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 3, 0, 0, 0]);
        Assert.True(Lines(Command.Run("infer", last, "--input", images, "--json"))[^1].TryGetProperty("accuracy", out _));
    }

    [Fact]
    public void AnAnswerThatIsNoNumberIsSaidToBeNone()
    {
        string directory = TempFolder.New(), images = Path.Combine(directory, "some-images-idx3-ubyte");
        string weights = Path.Combine(directory, "weights.safetensors"), scene = SceneText.File();
        File.WriteAllBytes(images, [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[784]]);
        (string Name, int[] Shape)[] tensors =
            [("fc1.weight", [16, 784]), ("fc1.bias", [16]), ("fc2.weight", [10, 16]), ("fc2.bias", [10])];
        SafetensorsWriter.Write(weights, tensors.Select(one => new StoredTensor(one.Name, SafetensorsType.F32, Shape.Of(one.Shape),
            Enumerable.Repeat(BitConverter.GetBytes(float.NaN), (int)Shape.Of(one.Shape).Count).SelectMany(x => x).ToArray())),
            new Dictionary<string, string>());

        foreach (string json in new[] { "", "--json" })
        {
            string[] given = json == "" ? [] : [json];
            Refused("The answer to item 0 is not a finite number.", [weights, "--scene", scene, "--input", images, .. given]);
            var (exitCode, _, errors) = Command.Run(["eval", weights, "--scene", scene, .. given]);
            Assert.Equal(1, exitCode);
            Assert.StartsWith($"vklearn: The loss of {weights} on 60 items is not a finite number.", errors);
        }

        Refused("There is no learner \"trainee\". Did you mean \"trainer\"? There are: trainer.",
            weights, "--scene", scene, "--input", images, "--learner", "trainee");
        Refused($"{weights}: the file has no \"fc3\".", weights, "--scene", scene, "--input", images, "--map", "fc3=layers.1");
    }

    [Fact]
    public void WhatIsAmissIsNamed()
    {
        string image = SmallPng.Write(new byte[784], rows: 28, columns: 28, channels: 1);
        Refused("nowhere.safetensors: there is no such file.", "nowhere.safetensors", "--input", image, "--scene", SceneText.File());
        Refused($"{image}: bytes 0 to 7 give a header of ", image, "--input", image);
        Refused("nothing.png: there is no such file.", "x.safetensors", "--input", "nothing.png", "--scene", SceneText.File());
    }

    static void Refused(string message, params string[] arguments)
    {
        var (exitCode, output, errors) = Command.Run(["infer", .. arguments]);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith($"vklearn: {message}", errors);
    }

    static JsonElement[] Lines((int ExitCode, string Output, string Errors) run)
    {
        Assert.True(run.ExitCode == 0, run.Errors);
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }
}
