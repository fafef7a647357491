using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class SceneFileTests
{
    [Fact]
    public void ReadsWhatTheFileSays()
    {
        SceneFile scene = SceneFile.Read(SceneText.File(), ("training.batch", "40"), ("model.layers.1.bias", "false"));

        Assert.Equal((40, 2, 1), (scene.Batch, scene.Epochs, scene.Seed));
        Assert.Equal(["layers.1.weight", "layers.3.weight", "layers.3.bias"],
            scene.Learner.Models[0].Parameters.Select(parameter => parameter.Path));
        Assert.Contains("200", scene.Data.Loading);
    }

    [Fact]
    public void ReadsHowGradientsAreClippedAndWeightsAveraged()
    {
        SceneFile scene = SceneFile.Read(SceneText.File(), ("training.labelSmoothing", "0.1"), ("training.clipNorm", "2"),
            ("training.clipValue", "0.5"), ("training.weightAverage", "0.99"));

        Assert.Equal((2f, 0.5f), (scene.Learner.Optimizers[0].ClipNorm, scene.Learner.Optimizers[0].ClipValue));
        Assert.Contains(("loss", "SoftmaxCrossEntropy, labelSmoothing 0.1"), scene.Learner.Settings);
        Assert.Single(scene.Learner.OfType<WeightAverage>());
        Assert.Empty(SceneFile.Read(SceneText.File()).Learner.OfType<WeightAverage>());
    }

    [Theory, InlineData("MaxPool2d", "\"kernel\": 2, \"padding\": 1"), InlineData("AvgPool2d", "\"kernel\": 2, \"countPadding\": false"),
        InlineData("GlobalAveragePool", ""), InlineData("Upsample", "\"scale\": 2, \"interpolation\": \"Bilinear\""),
        InlineData("BatchNorm", "\"channels\": 3, \"momentum\": 0.2"), InlineData("LayerNorm", "\"shape\": [5, 6]"),
        InlineData("GroupNorm", "\"groups\": 2, \"channels\": 6"), InlineData("RmsNorm", "\"shape\": [6]"),
        InlineData("InstanceNorm", "\"channels\": 3, \"affine\": true"), InlineData("Embedding", "\"count\": 9, \"features\": 2"),
        InlineData("Elu", "\"alpha\": 0.5"), InlineData("Selu", ""), InlineData("PRelu", "\"channels\": 3"), InlineData("Softplus", ""),
        InlineData("Hardswish", ""), InlineData("Mish", ""), InlineData("Identity", ""), InlineData("PixelShuffle", "\"scale\": 2"),
        InlineData("Dropout2d", "\"rate\": 0.5"), InlineData("AlphaDropout", "\"rate\": 0.5"),
        InlineData("Conv1d", "\"inChannels\": 1, \"outChannels\": 2, \"kernelSize\": 3, \"along\": { \"before\": 2 }")]
    public void LayersAreReadByTheirNames(string type, string settings)
    {
        string json = $$"""{ {{settings}}{{(settings == "" ? "" : ", ")}}"type": "{{type}}" }""";
        Layer layer = Catalog<Layer>.Read(Settings.Parse("layer.json", System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.Equal(type, layer.GetType().Name);
    }

    [Fact]
    public void ScenesOfTheRepositoryAreRead()
    {
        string[] files = Directory.GetFiles(RepositoryRoot.Find("scenes"), "*.json");

        Assert.NotEmpty(files);
        Assert.All(files, file => SceneFile.Read(file));
    }

    [Theory]
    [InlineData("\"epochs\"", "\"epoch\"", "(13,30): \"epochs\" is missing in training. Is \"epoch\" a slip for it?")]
    [InlineData("\"batch\": 20", "\"batch\": 20, \"sed\": 3", "(13,30): unknown key \"sed\" in training. Did you mean \"seed\"?")]
    [InlineData("\"batch\": 20", "\"batch\": \"20\"", "(13,26): \"batch\" must be a whole number of at least 1, received \"20\".")]
    [InlineData("\"batch\": 20", "\"batch\": 20, \"augmentation\": { \"crop\": -1 }",
        "(13,56): \"crop\" must be a whole number of at least 0, received -1.")]
    [InlineData("\"batch\": 20", "\"batch\": 0", "(13,26): \"batch\" must be a whole number of at least 1, received 0.")]
    [InlineData("\"Dense\", \"inFeatures\": 784", "\"Dens\", \"inFeatures\": 784",
        "(7,17): unknown type \"Dens\" at model.layers[1]. Did you mean \"Dense\"?")]
    [InlineData("\"outFeatures\": 16", "\"outFeatures\": -16",
        "(7,60): \"outFeatures\" must be a whole number from 1 to 1048576, received -16.")]
    [InlineData("\"DrawnDigits\"", "\"DrawnDigit\"", "(2,21): unknown type \"DrawnDigit\" at data. Did you mean \"DrawnDigits\"?")]
    [InlineData("\"Adam\"", "\"adam\"", "(12,26): unknown type \"adam\" at optimizer. Did you mean \"Adam\"?")]
    [InlineData("\"optimizer\"", "\"optimiser\"", "(12,3): \"optimizer\" is missing at the top level. Is \"optimiser\" a slip for it?")]
    [InlineData("{\n", "loss = 3\n", "(1,1): not JSON: ")]
    public void SaysWhatIsWrongAndWhere(string right, string wrong, string message)
    {
        string file = SceneText.File(SceneText.Tiny.Replace(right, wrong));

        var e = Assert.Throws<SettingsException>(() => SceneFile.Read(file));

        Assert.StartsWith(file + message, e.Message);
    }
}
