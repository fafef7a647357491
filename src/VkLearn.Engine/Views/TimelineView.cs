using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows how far training is, and lets the user go back in time by <see cref="TimeTravel"/>, which it brings where there is none.
/// </summary>
public sealed class TimelineView : Behaviour, IShown
{
    readonly List<long> branches = [];
    TimeTravel? travel;
    TimeBar? view;

    /// <summary>See <see cref="TimeTravel.Budget"/>.</summary>
    public long Budget { get; init; } = TimeTravel.UsualBudget;

    public IReadOnlyList<string> Tensors => [];

    public View MakeView()
    {
        view = new TimeBar("Time") { Branches = branches };
        view.Chosen += step => travel?.GoTo(step);
        view.Released += () => travel?.Release();
        return view;
    }

    protected override void Awake()
    {
        travel = Scene.FindBehaviour<TimeTravel>() ?? Entity.Add(new TimeTravel { Budget = Budget });
        Scene.Playback.Branched += branches.Add;
        Scene.Playback.StartedOver += branches.Clear;
    }

    protected override void LateUpdate()
    {
        if (view is not null && travel is not null)
        {
            (view.End, view.Shown, view.IsInPast, view.Moments) =
                (travel.NewestStep, travel.ShownStep, travel.IsInPast, travel.Moments);
        }
    }

    protected override void OnDestroy()
    {
        Scene.Playback.Branched -= branches.Add;
        Scene.Playback.StartedOver -= branches.Clear;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Timeline",
        "The steps that were done; drag it, or [ and ], to go back in time, and on from there.",
        settings => new TimelineView
        {
            Budget = (long)settings.Number("megabytes", TimeTravel.UsualBudget >> 20, min: 1, max: 1 << 20) << 20,
        });
}
