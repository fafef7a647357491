using VkLearn.Gpu;

namespace VkLearn.Engine;

/// <summary>
/// Entities, their behaviours, and the time they live in. Behaviours are called in the order in which they were added; of those that
/// were added last the end comes first. All of it happens on one thread: the one that calls <see cref="Frame"/>.
/// </summary>
/// <param name="gpu">Where behaviours learn and draw; a scene that does neither needs none.</param>
public sealed class Scene(GpuDevice? gpu = null) : IDisposable
{
    readonly List<Entity> entities = [];
    readonly List<Behaviour> behaviours = [];

    /// <exception cref="InvalidOperationException">The scene was made without one.</exception>
    public GpuDevice Gpu => gpu ?? throw new InvalidOperationException("This scene has no device. Make it with one: new Scene(gpu).");

    public Time Time { get; } = new();

    public Playback Playback { get; } = new();

    public IReadOnlyList<Entity> Entities => entities;

    /// <summary>How the window is divided; null: in rows, in the order of adding. <see cref="Show"/> sets it.</summary>
    public Pane? Layout { get; private set; }

    /// <summary>Told of each behaviour that threw, and was stopped. Without a handler it goes to standard error.</summary>
    public event Action<BehaviourException>? Error;

    /// <summary>Adds an entity. The behaviours' Awake and OnEnable have been called on return.</summary>
    /// <param name="name">To find it by; it need not be the only one of its name.</param>
    /// <exception cref="InvalidOperationException">A behaviour is on an entity already.</exception>
    public Entity Add(string name, params IReadOnlyList<Behaviour> behaviours)
    {
        Entity entity = new(this, name);
        entities.Add(entity);
        foreach (Behaviour behaviour in behaviours)
        {
            entity.Add(behaviour);
        }

        return entity;
    }

    /// <summary>Divides the window, and adds each view in it as an entity named by its type, unless it is on one already.</summary>
    public void Show(Pane layout)
    {
        foreach (Behaviour view in layout.Views.Where(view => !view.HasEntity))
        {
            Add(view.GetType().Name, view);
        }

        Layout = layout;
    }

    /// <summary>The first entity of a name; null where there is none.</summary>
    public Entity? Find(string name) => entities.Find(entity => entity.Name == name);

    /// <summary>The first behaviour of a type in the scene; null where there is none.</summary>
    public T? FindBehaviour<T>() where T : class => behaviours.OfType<T>().FirstOrDefault();

    /// <summary>All behaviours of a type, in the order of adding.</summary>
    public IEnumerable<T> FindBehaviours<T>() where T : class => behaviours.OfType<T>();

    /// <summary>Goes on by a frame: FixedUpdate as often as time asks, Update, LateUpdate, and the end of what was destroyed.</summary>
    /// <param name="delta">Seconds since the frame before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or no number.</exception>
    public void Frame(double delta)
    {
        Time.BeginFrame(delta);
        Playback.BeginFrame();
        while (Time.TakeFixedStep())
        {
            Run(BehaviourEvent.FixedUpdate);
        }

        Run(BehaviourEvent.Update);
        Run(BehaviourEvent.LateUpdate);
        EndDoomed();
    }

    internal void Enlist(Behaviour behaviour) => behaviours.Add(behaviour);

    internal void Report(BehaviourException failure)
    {
        if (Error is { } handler)
        {
            handler(failure);
        }
        else
        {
            Console.Error.WriteLine(failure.Message);
        }
    }

    /// <summary>Whether a failure is not one behaviour's own: without the device, or with weights that are NaN, none can go on.</summary>
    internal static bool EndsTheRun(Exception failure) => failure is VulkanException or NanException;

    /// <summary>Starts those that are new, then calls all; what is added meanwhile waits for the next phase.</summary>
    void Run(BehaviourEvent phase)
    {
        for (int i = 0; i < behaviours.Count; i++)
        {
            behaviours[i].StartOnce();
        }

        int count = behaviours.Count;
        for (int i = 0; i < count; i++)
        {
            behaviours[i].Step(phase);
        }
    }

    void EndDoomed()
    {
        // What an OnDestroy dooms ends in the same frame.
        while (entities.FindLast(static entity => entity.HasDoomed) is { } entity)
        {
            IReadOnlyList<Behaviour> ended = entity.TakeDoomed();
            behaviours.RemoveAll(ended.Contains);
            entities.RemoveAll(gone => gone.IsDestroyed);
        }
    }

    /// <summary>Ends all entities: OnDisable, OnDestroy.</summary>
    public void Dispose()
    {
        entities.ForEach(entity => entity.Destroy());
        EndDoomed();
    }
}
