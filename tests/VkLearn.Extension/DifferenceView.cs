using System.Runtime.CompilerServices;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Rendering;

namespace VkLearn.Extension;

public sealed class DifferenceView(string a, string b, float scale = 1) : Behaviour, IShown
{
    public IReadOnlyList<string> Tensors => [a, b];

    public View MakeView() => new Difference(Scene.FindSource(a), Scene.FindSource(b), scale);

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Difference", "How far two tensors are apart.",
        settings => new DifferenceView(settings.Text("a"), settings.Text("b"), settings.Float("scale", 1, min: 1e-6f)));
}
