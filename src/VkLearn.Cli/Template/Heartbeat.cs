using System.Runtime.CompilerServices;
using VkLearn.Engine;
using VkLearn.Formats;

namespace __Name__;

/// <summary>A behaviour: what an entity of the scene does, frame by frame. The scene names it under "behaviours".</summary>
public sealed class Heartbeat(double seconds) : Behaviour
{
    double due;

    protected override void Start() => Console.Error.WriteLine($"{Entity.Name}: the scene begins");

    protected override void Update()
    {
        if (Time.Total >= due)
        {
            due = Time.Total + seconds;
            Console.Error.WriteLine($"{Entity.Name}: frame {Time.Frame}");
        }
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Heartbeat", "Tells each so many seconds which frame it is.",
        settings => new Heartbeat(settings.Number("seconds", 2, min: 0.1)));
}
