using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows how a tensor's values are spread.</summary>
/// <param name="tensor">By name: <c>layers.1.weight</c>.</param>
public sealed class HistogramView(string tensor) : Behaviour, IShown
{
    /// <summary>By default the tensor's name.</summary>
    public string? Title { get; init; }

    public IReadOnlyList<string> Tensors => [tensor];

    public View MakeView() => new Histogram(Scene.FindSource(tensor)) { Title = Title ?? Scene.NameOf(tensor) };

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Histogram", "How a tensor's values are spread.",
        settings => new HistogramView(settings.Text("tensor"))
        {
            Title = settings.TextOrNull("title"),
        });
}
