using VkLearn.Gpu;
using VkLearn.Rendering;

namespace VkLearn.Engine.Behaviours;

/// <summary>
/// Keeps moments of a scene's training on the device while it goes on, and shows one of them when asked: weights, and how the next batch
/// goes through them. The past is only looked at, in a pause, until training goes on from it: then what came after is given up, and the
/// run is another one, a branch. A checkpoint that is taken while the past is seen is of the newest moment.
/// </summary>
public sealed class TimeTravel : Behaviour
{
    /// <summary>What moments may take by default, in bytes.</summary>
    public const long UsualBudget = 256L << 20;

    const int Most = 128;
    readonly List<Held> kept = []; // rising in steps, about evenly spaced
    long[]? steps; // of what is kept, once asked for
    Trainers? trainers;
    Held? newest; // while the past is seen
    Held? shown;
    long spacing = 1; // steps
    double due;
    bool wasPaused;

    /// <summary>The most bytes of device memory that moments may take; where more would, every other one is given up.</summary>
    public long Budget { get; init; } = UsualBudget;

    /// <summary>From one moment that is kept to the next, at least.</summary>
    public double SecondsBetween { get; set; } = 0.1;

    /// <summary>Before the trainers.</summary>
    public override int Order { get; init; } = -150;

    /// <summary>Whether what is seen may be of the past: training waits.</summary>
    public bool IsInPast => newest is not null;

    /// <summary>The step that is seen, of the first trainer.</summary>
    public long ShownStep => All.First.Steps;

    /// <summary>The last step that was done.</summary>
    public long NewestStep => newest?.Step ?? ShownStep;

    /// <summary>Steps of the moments that there are to go to, beside the newest, rising.</summary>
    public IReadOnlyList<long> Moments => steps ??= [.. kept.Select(held => held.Step)];

    /// <summary>Of device memory, that all moments take.</summary>
    public long Bytes => kept.Sum(held => held.Bytes) + (newest?.Bytes ?? 0);

    Trainers All => trainers ??= new([.. Scene.FindBehaviours<TrainerBehaviour>()]);

    /// <summary>Shows the moment nearest to a step.</summary>
    public void GoTo(long step)
    {
        if (IsInPast || step < ShownStep)
        {
            Leave();
            Show(kept.Prepend(newest!).MinBy(held => Math.Abs(held.Step - step))!);
        }
    }

    /// <summary>Shows the moment before the one that is seen, if there is one.</summary>
    public void GoBack()
    {
        if (kept.FindLast(held => held.Step < ShownStep) is { } before)
        {
            GoTo(before.Step);
        }
    }

    /// <summary>Shows the moment after the one that is seen; goes on with the newest where that is it.</summary>
    public void GoForward()
    {
        if (IsInPast)
        {
            GoTo((kept.Find(held => held.Step > ShownStep) ?? newest!).Step);
            Release();
        }
    }

    /// <summary>Ends the look at the past: training goes on with the newest moment, if it was not paused before.</summary>
    public void GoToNewest()
    {
        if (IsInPast)
        {
            Show(newest!);
            Release();
        }
    }

    /// <summary>The user has chosen a moment; where that is the newest, the look at the past is over.</summary>
    public void Release()
    {
        if (IsInPast && shown == newest)
        {
            newest!.Dispose();
            (newest, shown, Scene.Playback.IsPaused) = (null, null, wasPaused);
        }
    }

    protected override void Awake() => Scene.Playback.StartedOver += Forget;

    /// <summary>Where training goes on from a moment of the past, that is its newest.</summary>
    protected override void Update()
    {
        if (IsInPast && Scene.Playback.Due is not 0)
        {
            GoOn();
        }

        if (!IsInPast && Time.UnscaledTotal >= due && (kept is [] || ShownStep >= kept[^1].Step + spacing) && All.CanBeHeld)
        {
            due = Time.UnscaledTotal + SecondsBetween;
            Keep();
        }
    }

    /// <summary>[ and ] go to the moment before and after, End to the newest.</summary>
    protected override bool OnKey(KeyEvent e)
    {
        Action? act = e.Key switch
        {
            Key.LeftBracket => GoBack,
            Key.RightBracket => GoForward,
            Key.End => GoToNewest,
            _ => null,
        };
        if (e.IsPressed)
        {
            act?.Invoke();
        }

        return act is not null;
    }

    protected override void OnDestroy()
    {
        Scene.Playback.StartedOver -= Forget;
        Forget();
    }

    /// <summary>From now on the past is seen.</summary>
    void Leave()
    {
        if (!IsInPast)
        {
            All.Stop();
            All.Measure();
            newest = shown = Held.Of(All);
            wasPaused = Scene.Playback.IsPaused;
            Scene.Playback.Hold();
        }
    }

    void Show(Held held)
    {
        if (held != shown)
        {
            shown = held;
            held.Show(All);
        }
    }

    void GoOn()
    {
        Held from = shown!, last = newest!;
        if (from != last)
        {
            using Held now = Held.Of(All); // with what the user has turned meanwhile, such as the learning rate
            last.Show(All);
            (newest, shown) = (null, null); // who saves a checkpoint now has it of the newest
            Scene.Playback.BeginBranch();
            now.Show(All);
            int after = kept.IndexOf(from) + 1;
            kept[after..].ForEach(held => held.Dispose());
            kept.RemoveRange(after, kept.Count - after);
            steps = null;
        }

        last.Dispose();
        (newest, shown) = (null, null);
        if (from != last)
        {
            Scene.Playback.Branch(ShownStep);
        }
    }

    void Keep()
    {
        try
        {
            kept.Add(Held.Of(All));
        }
        catch (OutOfDeviceMemoryException)
        {
            Thin();
        }

        if (kept.Count > Most || Bytes > Budget)
        {
            Thin();
        }

        steps = null;
    }

    /// <summary>Gives every other moment up; the first stays.</summary>
    void Thin()
    {
        for (int i = 1; i < kept.Count; i++) // each removal moves the next one to give up one nearer
        {
            kept[i].Dispose();
            kept.RemoveAt(i);
        }

        spacing = Math.Max(2 * spacing, kept.Count > 1 ? (kept[^1].Step - kept[0].Step) / (kept.Count - 1) : 1);
    }

    void Forget()
    {
        Scene.Playback.IsPaused &= !IsInPast || wasPaused;
        kept.ForEach(held => held.Dispose());
        kept.Clear();
        newest?.Dispose();
        (newest, shown, steps, spacing) = (null, null, null, 1);
    }

    /// <summary>All trainers at one moment.</summary>
    sealed class Held(IReadOnlyList<HeldTraining> each) : IDisposable
    {
        public long Step => each[0].Moment.Step;

        public long Bytes => each.Sum(one => one.Moment.Bytes);

        public static Held Of(Trainers trainers) => new([.. trainers.All.Select(trainer => trainer.Hold())]);

        public void Show(Trainers trainers)
        {
            foreach ((TrainerBehaviour trainer, HeldTraining held) in trainers.All.Zip(each))
            {
                trainer.Show(held);
            }
        }

        public void Dispose()
        {
            foreach (HeldTraining one in each)
            {
                one.Moment.Dispose();
            }
        }
    }
}
