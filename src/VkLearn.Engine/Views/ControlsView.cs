using VkLearn.Engine.Behaviours;
using System.Globalization;
using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;

namespace VkLearn.Engine.Views;

/// <summary>Sliders for the learning rate and the trainers' share of a frame, buttons for pause, step and start over. All act at once.
/// </summary>
public sealed class ControlsView : Behaviour, IShown
{
    readonly Slider rate = new("learning rate \u00d7", 0.01, 100, 1, isLogarithmic: true)
    {
        Format = value => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
    readonly Slider share = new("training share", 0, FrameBudget.LargestShare, FrameBudget.LargestShare)
    {
        Format = value => value.ToString("0 %", CultureInfo.InvariantCulture),
    };
    readonly Button pause = new("Pause"), step = new("Step"), restart = new("Start over");

    public IReadOnlyList<string> Tensors => [];

    public View MakeView() => new ControlPanel("Controls", rate, share, pause, step, restart);

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
    }

    /// <summary>Shows what keys and code have set.</summary>
    protected override void LateUpdate()
    {
        pause.IsOn = Scene.Playback.IsPaused;
        share.Value = Scene.Playback.TrainingShare;
        rate.Value = Scene.FindBehaviour<TrainerBehaviour>()?.LearningRateFactor ?? 1;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Controls",
        "Sliders for learning rate and the frame's share, buttons for pause, step and start over.",
        _ => new ControlsView());
}
