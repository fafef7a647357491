using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows an image with a map over it: what a model looked at.</summary>
/// <param name="map">By name: <c>image/saliency</c>.</param>
/// <param name="image">By name: <c>image/image</c>.</param>
public sealed class ImageMapView(string map, string image) : Behaviour, IShown
{
    /// <summary>By default the map's name.</summary>
    public string? Title { get; init; }

    public IReadOnlyList<string> Tensors => [map, image];

    public View MakeView()
    {
        TensorSource source = Scene.FindSource(map);
        string layer = TensorName.Parse(source.Name).Name.Split(':')[0];
        return new ImageMap(Scene.FindSource(image), source)
        {
            Title = Title ?? map,
            Detail = source.Name == map ? "" : $"of {layer}",
        };
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("ImageMap", "An image with a map over it: what a model looked at.",
        settings => new ImageMapView(settings.Text("tensor"), settings.Text("image")) { Title = settings.TextOrNull("title") });
}
