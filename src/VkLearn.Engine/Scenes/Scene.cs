using System.Collections.Concurrent;
using VkLearn.Gpu;
using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>
/// Entities, their behaviours, and the time they live in. Behaviours are called by <see cref="Behaviour.Order"/>, those of equal order as
/// they were added; of those that were added last the end comes first. All of it happens on one thread: the one that calls
/// <see cref="Frame"/>. Keys and the pointer come from any thread, and are seen by the next frame.
/// </summary>
/// <param name="gpu">Where behaviours learn and draw; a scene that does neither needs none.</param>
public sealed class Scene(GpuDevice? gpu = null) : IDisposable
{
    readonly List<Entity> entities = [];
    readonly List<Behaviour> behaviours = [], ordered = []; // as added, and as they are called
    readonly List<Behaviour> called = []; // in the phase that runs: what is added meanwhile changes the others
    readonly ConcurrentQueue<Action> input = [];

    /// <exception cref="InvalidOperationException">The scene was made without one.</exception>
    public GpuDevice Gpu => gpu ?? throw new InvalidOperationException("This scene has no device. Make it with one: new Scene(gpu).");

    public Time Time { get; } = new();

    public Playback Playback { get; } = new();

    /// <summary>What the user wants to be otherwise, so that the scene must be made anew.</summary>
    public SceneChanges Changes { get; } = new();

    /// <summary>The layer, the unit and the item that were clicked on, which all views show or mark.</summary>
    public Selection Selection { get; } = new();

    public IReadOnlyList<Entity> Entities => entities;

    /// <summary>How the window is divided; null: in rows, in the order of adding. <see cref="Show"/> sets it.</summary>
    public Layout<Behaviour>? Layout { get; private set; }

    /// <summary>
    /// Told of each behaviour that threw, and was stopped. Without a handler it goes to standard error, with the stack of what was thrown.
    /// </summary>
    public event Action<BehaviourException>? Error;

    /// <summary>Told, in the frame, of a key that no behaviour took.</summary>
    public event Action<KeyEvent>? UnhandledKey;

    /// <summary>Told, in the frame, of what the pointer did where no behaviour took it.</summary>
    public event Action<PointerEvent>? UnhandledPointer;

    /// <summary>Told, in the frame, of what was typed or pasted.</summary>
    internal event Action<string>? Typed;

    /// <summary>Asked of a key before any behaviour: whether something is being written into, and took it.</summary>
    internal Func<KeyEvent, bool>? Writing { get; set; }

    /// <summary>Adds an entity. The behaviours' Awake and OnEnable have been called on return.</summary>
    /// <param name="name">To find it by; it need not be the only one of its name. Without '/'.</param>
    /// <exception cref="InvalidOperationException">A behaviour is on an entity already.</exception>
    /// <exception cref="ArgumentException">The name has a '/'.</exception>
    public Entity Add(string name, params IReadOnlyList<Behaviour> behaviours) => Add(name, null, behaviours);

    internal Entity Add(string name, Entity? parent, IReadOnlyList<Behaviour> behaviours)
    {
        Entity entity = new(this, name) { Parent = parent };
        entities.Add(entity);
        foreach (Behaviour behaviour in behaviours)
        {
            entity.Add(behaviour);
        }

        return entity;
    }

    /// <summary>Divides the window, and adds each view in it as an entity named by its type, unless it is on one already.</summary>
    /// <exception cref="ArgumentException">There is nothing to be seen of one.</exception>
    public void Show(Layout<Behaviour> layout)
    {
        if (layout.Leaves.FirstOrDefault(view => view is not IShown) is { } unseen)
        {
            throw new ArgumentException($"{unseen.GetType().Name} is not a view: there is nothing to be seen of it.");
        }

        foreach (Behaviour view in layout.Leaves.Where(view => !view.HasEntity))
        {
            Add(view.GetType().Name, view);
        }

        Layout = layout;
    }

    /// <summary>The first entity of a name, or of a path: <c>parent/child</c>; null where there is none.</summary>
    public Entity? Find(string path) => entities.Find(entity => entity.IsAt(path));

    /// <summary>The first behaviour of a type in the scene; null where there is none.</summary>
    public T? FindBehaviour<T>() where T : class => behaviours.OfType<T>().FirstOrDefault();

    /// <summary>All behaviours of a type, in the order of adding.</summary>
    public IEnumerable<T> FindBehaviours<T>() where T : class => behaviours.OfType<T>();

    /// <summary>Tells the behaviours of a key in the next frame, before its updates, unless a view is being written into. From any thread.
    /// </summary>
    public void Key(KeyEvent e) => input.Enqueue(() =>
    {
        if (Writing?.Invoke(e) is not true && !Deliver(behaviour => behaviour.Take(e)))
        {
            UnhandledKey?.Invoke(e);
        }
    });

    /// <summary>Tells the behaviours in the next frame, before its updates, what the pointer did. From any thread.</summary>
    public void Pointer(PointerEvent e) => input.Enqueue(() =>
    {
        if (!Deliver(behaviour => behaviour.Take(e)))
        {
            UnhandledPointer?.Invoke(e);
        }
    });

    /// <summary>Brings what was typed or pasted to the view that is being written into, in the next frame and in its order among keys. From
    /// any thread.</summary>
    public void Type(string text) => input.Enqueue(() => Typed?.Invoke(text));

    /// <summary>
    /// Goes on by a frame: keys and pointer, FixedUpdate as often as time asks, Update, LateUpdate, and the end of what was destroyed.
    /// </summary>
    /// <param name="delta">Seconds since the frame before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or no number.</exception>
    public void Frame(double delta)
    {
        Time.BeginFrame(delta);
        while (input.TryDequeue(out Action? deliver))
        {
            deliver();
        }

        Playback.BeginFrame(Time.UnscaledDelta);
        while (Time.TakeFixedStep())
        {
            Run(BehaviourEvent.FixedUpdate);
        }

        Run(BehaviourEvent.Update);
        Run(BehaviourEvent.LateUpdate);
        EndDoomed();
    }

    internal void Enlist(Behaviour behaviour)
    {
        int order = OrderOf(behaviour);
        behaviours.Add(behaviour);
        ordered.Insert(ordered.FindLastIndex(earlier => OrderOf(earlier) <= order) + 1, behaviour);

        static int OrderOf(Behaviour behaviour) => behaviour.OrderInFile ?? behaviour.Order;
    }

    internal void Report(BehaviourException failure)
    {
        if (Error is { } handler)
        {
            handler(failure);
        }
        else
        {
            Console.Error.WriteLine(failure);
        }
    }

    /// <summary>Whether a failure is not one behaviour's own: without the device, or with weights that are NaN, none can go on.</summary>
    internal static bool EndsTheRun(Exception failure) => failure is VulkanException or NanException;

    /// <summary>Starts those that are new, then calls all; what is added meanwhile waits for the next phase.</summary>
    void Run(BehaviourEvent phase)
    {
        foreach (Behaviour behaviour in Started())
        {
            behaviour.Step(phase);
        }
    }

    /// <summary>Asks one after the other until one takes it.</summary>
    bool Deliver(Func<Behaviour, bool> take) => Started().Exists(behaviour => take(behaviour));

    /// <summary>All of now, in their order, those that are new having been started.</summary>
    List<Behaviour> Started()
    {
        while (ordered.Find(static behaviour => behaviour.IsToStart) is { } next)
        {
            next.StartOnce();
        }

        called.Clear();
        called.AddRange(ordered);
        return called;
    }

    void EndDoomed()
    {
        // What an OnDestroy dooms ends in the same frame.
        while (entities.FindLast(static entity => entity.HasDoomed) is { } entity)
        {
            IReadOnlyList<Behaviour> ended = entity.TakeDoomed();
            behaviours.RemoveAll(ended.Contains);
            ordered.RemoveAll(ended.Contains);
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
