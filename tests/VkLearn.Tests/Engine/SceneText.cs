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

    /// <summary>All kinds of views.</summary>
    public const string Views = """
        "frame": { "rate": 1000, "training": 0.9 },
        "views": { "row": [
          { "column": [
            { "type": "DrawingPad", "name": "drawing" },
            { "type": "Bars", "tensor": "drawing/probabilities", "low": 0, "high": 1 },
            { "type": "TensorGrid", "tensor": "drawing/layers.2:output", "units": "layers.1" } ] },
          { "column": [
            "Network",
            { "type": "ImageBatch" },
            { "type": "TensorGrid", "tensor": "layers.1.weight", "image": [28, 28], "scale": "signed", "title": "weights" },
            { "type": "TensorGrid", "tensor": "layers.2:output", "units": "layers.1", "weight": 0.5 } ], "weight": 1.5 },
          { "column": [{ "type": "Curve", "metric": "loss", "log": true }, { "type": "Curve", "metric": "accuracy" }, "Matrix"] },
          { "column": ["Statistics", "Controls", { "type": "Histogram", "tensor": "layers.1.weight:gradient" }] } ] }
        """;

    /// <summary><see cref="Tiny"/>, with more keys.</summary>
    public static string With(string keys) => Tiny.Replace("\"epochs\": 2 }", $"\"epochs\": 2 }},\n{keys}");

    /// <summary>Writes a scene to a file of its own.</summary>
    public static string File(string text = Tiny)
    {
        string path = Path.Combine(TempFolder.New(), "scene.json");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
