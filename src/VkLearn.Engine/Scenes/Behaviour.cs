using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>
/// What an entity does. Override the events wanted; the scene calls them in Unity's order: Awake and OnEnable as soon as it is on an active
/// entity, Start before all that follows; then, each frame, OnKey and OnPointer for what the user did, FixedUpdate as often as time asks,
/// Update, and LateUpdate; OnDisable when it or its entity is switched off, OnDestroy at its end. Of several behaviours those of the lower
/// <see cref="Order"/> are called first. One that throws is stopped, the others go on.
/// </summary>
public abstract class Behaviour
{
    Entity? entity;
    bool isEnabled = true, isAwake, isOn, isDestroyed;

    /// <summary>What it belongs to.</summary>
    /// <exception cref="InvalidOperationException">It was added to none yet.</exception>
    public Entity Entity => entity ?? throw new InvalidOperationException(
        $"{GetType().Name} belongs to no entity yet. Add it to one first; what needs its scene belongs in Awake, not in its constructor.");

    /// <inheritdoc cref="Entity.Scene"/>
    public Scene Scene => Entity.Scene;

    /// <inheritdoc cref="Scene.Time"/>
    public Time Time => Scene.Time;

    /// <summary>Whether it is switched on. It works while its entity is active as well: <see cref="IsActiveAndEnabled"/>.</summary>
    public bool IsEnabled
    {
        get => isEnabled;
        set
        {
            isEnabled = value;
            Settle();
        }
    }

    /// <summary>Whether it gets its updates.</summary>
    public bool IsActiveAndEnabled => isEnabled && entity is { IsActiveInHierarchy: true } && !isDestroyed;

    /// <summary>
    /// When it is called, beside others, from <see cref="Start"/> to <see cref="LateUpdate"/>: the lowest first, equal ones in the order in
    /// which they were added. What others look at is below 0, such as a trainer; what looks at all others above. It is read once, when the
    /// behaviour is added.
    /// </summary>
    public virtual int Order { get; init; }

    /// <summary>What a scene's file says in place of <see cref="Order"/>.</summary>
    internal int? OrderInFile { get; set; }

    /// <summary>Whether the scene cannot go on without it: what it throws is thrown by the scene.</summary>
    internal virtual bool IsEssential => false;

    internal bool HasEntity => entity is not null;

    internal bool IsStarted { get; private set; }

    internal bool IsToStart => isOn && !IsStarted;

    internal bool IsDoomed { get; private set; }

    /// <summary>Of the entity's behaviours the first of a type; null where there is none.</summary>
    public T? GetBehaviour<T>() where T : class => Entity.GetBehaviour<T>();

    /// <summary>Ends this behaviour after the frame.</summary>
    public void Destroy() => IsDoomed = true;

    /// <summary>Once, first of all, when its entity is first active, even if it is itself disabled.</summary>
    protected virtual void Awake() { }

    /// <summary>Each time it comes to work.</summary>
    protected virtual void OnEnable() { }

    /// <summary>Once, before its first update, when all others of its time are awake.</summary>
    protected virtual void Start() { }

    /// <summary>A key that was pressed or released since the frame before, or is held.</summary>
    /// <returns>Whether it is taken: then no behaviour after this one gets it, nor do the keys of the player act, such as Space.</returns>
    protected virtual bool OnKey(KeyEvent e) => false;

    /// <summary>What the pointer did since the frame before, in pixels of the target.</summary>
    /// <returns>Whether it is taken: then no behaviour after this one gets it, nor does a view.</returns>
    protected virtual bool OnPointer(PointerEvent e) => false;

    /// <summary>Every <see cref="Time.FixedDelta"/> of time: for a simulation of your own. It never drives training.</summary>
    protected virtual void FixedUpdate() { }

    /// <summary>Each frame. Trainers train here, within <see cref="Time.Budget"/>.</summary>
    protected virtual void Update() { }

    /// <summary>Each frame, after all updates and before drawing.</summary>
    protected virtual void LateUpdate() { }

    /// <summary>Each time it ceases to work, also before its end.</summary>
    protected virtual void OnDisable() { }

    /// <summary>Once, at its end, if it was ever awake: dispose here what it owns.</summary>
    protected virtual void OnDestroy() { }

    internal void Join(Entity owner) => entity = entity is null ? owner : throw new InvalidOperationException(
        $"{GetType().Name} belongs to entity \"{entity.Name}\" already. Make another one for \"{owner.Name}\".");

    /// <summary>Calls what follows from having been switched on or off. A handler may switch again: what is so is noted first.</summary>
    internal void Settle()
    {
        if (!isAwake && entity is { IsActiveInHierarchy: true } && !isDestroyed)
        {
            isAwake = true;
            Call(BehaviourEvent.Awake);
        }

        if (isAwake && isOn != IsActiveAndEnabled)
        {
            isOn = !isOn;
            Call(isOn ? BehaviourEvent.OnEnable : BehaviourEvent.OnDisable);
        }
    }

    internal void StartOnce()
    {
        if (IsToStart)
        {
            IsStarted = true;
            Call(BehaviourEvent.Start);
        }
    }

    internal void Step(BehaviourEvent phase)
    {
        if (isOn && IsStarted)
        {
            Call(phase);
        }
    }

    /// <summary>Whether it took the key.</summary>
    internal bool Take(KeyEvent e) => isOn && IsStarted && Call(BehaviourEvent.OnKey, key: e);

    /// <summary>Whether it took what the pointer did.</summary>
    internal bool Take(PointerEvent e) => isOn && IsStarted && Call(BehaviourEvent.OnPointer, pointer: e);

    internal void TurnOffForGood()
    {
        isDestroyed = true;
        Settle();
    }

    internal void End()
    {
        if (isAwake)
        {
            Call(BehaviourEvent.OnDestroy);
        }
    }

    /// <summary>Tells of a failure, and stops this behaviour.</summary>
    internal void Fail(BehaviourEvent @event, Exception cause)
    {
        Scene.Report(new BehaviourException(this, @event, cause));
        IsEnabled = false;
    }

    bool Call(BehaviourEvent @event, KeyEvent key = default, PointerEvent pointer = default)
    {
        try
        {
            return Dispatch(@event, key, pointer);
        }
        catch (Exception cause) when (!IsEssential && !Scene.EndsTheRun(cause))
        {
            Fail(@event, cause);
            return false;
        }
    }

    /// <returns>Whether a key, or what the pointer did, was taken.</returns>
    bool Dispatch(BehaviourEvent @event, KeyEvent key, PointerEvent pointer)
    {
        switch (@event)
        {
            case BehaviourEvent.OnKey:
                return OnKey(key);
            case BehaviourEvent.OnPointer:
                return OnPointer(pointer);
            case BehaviourEvent.Awake:
                Awake();
                break;
            case BehaviourEvent.OnEnable:
                OnEnable();
                break;
            case BehaviourEvent.Start:
                Start();
                break;
            case BehaviourEvent.FixedUpdate:
                FixedUpdate();
                break;
            case BehaviourEvent.Update:
                Update();
                break;
            case BehaviourEvent.LateUpdate:
                LateUpdate();
                break;
            case BehaviourEvent.OnDisable:
                OnDisable();
                break;
            default:
                OnDestroy();
                break;
        }

        return false;
    }
}
