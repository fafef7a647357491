using VkLearn.Engine.Behaviours;
using System.Globalization;
using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;

namespace VkLearn.Engine.Views;

/// <summary>
/// Sliders for the learning rate, the trainers' share of a frame and the speed of slow motion, buttons for pause, step, start over, and
/// what slow motion and a step go on by. All act at once.
/// </summary>
public sealed class ControlsView : Behaviour, IShown
{
    readonly Slider rate = new("learning rate \u00d7", 0.01, 100, 1, isLogarithmic: true)
    {
        Format = value => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
    static readonly string[] Units = ["", "layers", "batches", "epochs"];

    Slider? speed;
    readonly Slider share = new("training share", 0, FrameBudget.LargestShare, FrameBudget.LargestShare)
    {
        Format = value => value.ToString("0 %", CultureInfo.InvariantCulture),
    };
    readonly Button pause = new("Pause"), step = new("Step"), restart = new("Start over");
    readonly (Pace Pace, Button Button)[] paces =
        [(Pace.Layer, new("By layer")), (Pace.Batch, new("By batch")), (Pace.Epoch, new("By epoch"))];

    public IReadOnlyList<string> Tensors => [];

    public View MakeView()
    {
        speed = new("slow motion", Playback.LeastSpeed, Playback.MostSpeed, Scene.Playback.Speed, isLogarithmic: true)
        {
            Format = SpeedText,
        };
        speed.Changed += value => Scene.Playback.Speed = value;
        bool hasRate = Scene.FindBehaviours<TrainerBehaviour>().Any(trainer => trainer.Learner.Optimizers.Count > 0);
        Slider[] ofRate = hasRate ? [rate] : [];
        return new ControlPanel("Controls", [.. ofRate, share, speed, pause, step, restart, .. paces.Select(one => one.Button)]);
    }

    string SpeedText(double value) => Scene.Playback.Pace is Pace.Full ? "off"
        : string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {Units[(int)Scene.Playback.Pace]}/s");

    protected override void Start()
    {
        Playback playback = Scene.Playback;
        rate.Changed += value =>
        {
            foreach (TrainerBehaviour trainer in Scene.FindBehaviours<TrainerBehaviour>())
            {
                trainer.LearningRateFactor = (float)value;
            }
        };
        share.Changed += value => playback.TrainingShare = value;
        pause.Clicked += () => playback.IsPaused = !playback.IsPaused;
        step.Clicked += playback.StepOnce;
        restart.Clicked += playback.StartOver;
        foreach ((Pace pace, Button button) in paces)
        {
            button.Clicked += () => playback.Pace = playback.Pace == pace ? Pace.Full : pace;
        }
    }

    /// <summary>Shows what keys and code have set.</summary>
    protected override void LateUpdate()
    {
        pause.IsOn = Scene.Playback.IsPaused;
        share.Value = Scene.Playback.TrainingShare;
        speed?.Value = Scene.Playback.Speed;
        Array.ForEach(paces, one => one.Button.IsOn = one.Pace == Scene.Playback.Pace);
        rate.Value = Scene.FindBehaviour<TrainerBehaviour>()?.LearningRateFactor ?? 1;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Controls",
        "Sliders for learning rate, the frame's share and slow motion, buttons for pause, step, start over and pace.",
        _ => new ControlsView());
}
