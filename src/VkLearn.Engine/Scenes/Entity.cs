namespace VkLearn.Engine;

/// <summary>A thing in a scene: a name, and behaviours that make it what it is. A scene makes it: <see cref="Scene.Add"/>.</summary>
public sealed class Entity
{
    readonly List<Behaviour> behaviours = [];
    bool isActive = true, isDoomed;

    internal Entity(Scene scene, string name) => (Scene, Name) = (scene, name);

    public string Name { get; }

    /// <summary>The scene that it is in.</summary>
    public Scene Scene { get; }

    public IReadOnlyList<Behaviour> Behaviours => behaviours;

    /// <summary>While false, none of its behaviours works.</summary>
    public bool IsActive
    {
        get => isActive && !IsDestroyed;
        set
        {
            isActive = value;
            Settle();
        }
    }

    /// <summary>Whether it has left the scene.</summary>
    public bool IsDestroyed { get; private set; }

    /// <summary>Whether it or one of its behaviours is to end after the frame.</summary>
    internal bool HasDoomed => isDoomed || behaviours.Exists(static behaviour => behaviour.IsDoomed);

    /// <summary>Adds a behaviour. If this entity is active, its Awake and OnEnable have been called on return.</summary>
    /// <exception cref="InvalidOperationException">It is on an entity already, or this one has left its scene.</exception>
    public T Add<T>(T behaviour) where T : Behaviour
    {
        if (IsDestroyed)
        {
            throw new InvalidOperationException(
                $"Entity \"{Name}\" was destroyed: {behaviour.GetType().Name} cannot be added to it. Add a new entity to the scene.");
        }

        behaviour.Join(this);
        behaviours.Add(behaviour);
        Scene.Enlist(behaviour);
        behaviour.Settle();
        return behaviour;
    }

    /// <summary>The first behaviour of a type; null where there is none.</summary>
    public T? GetBehaviour<T>() where T : class => behaviours.OfType<T>().FirstOrDefault();

    /// <summary>Ends this entity, with its behaviours, after the frame: OnDisable of each that works, then OnDestroy of each.</summary>
    public void Destroy() => isDoomed = true;

    /// <summary>Ends what is to end, and lets go of it.</summary>
    internal IReadOnlyList<Behaviour> TakeDoomed()
    {
        Behaviour[] doomed = [.. behaviours.Where(behaviour => isDoomed || behaviour.IsDoomed)];
        Array.ForEach(doomed, behaviour => behaviour.TurnOffForGood());
        IsDestroyed = isDoomed;
        Array.ForEach(doomed, behaviour => behaviour.End());
        behaviours.RemoveAll(doomed.Contains);
        return doomed;
    }

    /// <summary>By index: a handler may add another behaviour, which settles by itself.</summary>
    void Settle()
    {
        for (int i = 0; i < behaviours.Count; i++)
        {
            behaviours[i].Settle();
        }
    }

    public override string ToString() => Name;
}
