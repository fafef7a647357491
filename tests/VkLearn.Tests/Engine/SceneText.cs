namespace VkLearn.Tests.Engine;

/// <summary>A scene that trains in well under a second.</summary>
static class SceneText
{
    public const string Tiny = """
        {
          "data": { "type": "DrawnDigits", "train": 200, "test": 60, "seed": 1 },
          "model": {
            "type": "Sequential",
            "layers": [
              "Flatten",
              { "type": "Dense", "inFeatures": 784, "outFeatures": 16 },
              "Relu",
              { "type": "Dense", "inFeatures": 16, "outFeatures": 10 }
            ]
          },
          "optimizer": { "type": "Adam", "learningRate": 1e-3 },
          "training": { "batch": 20, "epochs": 2 }
        }
        """;

    /// <summary>Writes a scene to a file of its own.</summary>
    public static string File(string text = Tiny)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("vklearn").FullName, "scene.json");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
