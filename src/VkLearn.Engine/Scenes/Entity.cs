namespace VkLearn.Engine;

/// <summary>
/// A thing in a scene: a name, and behaviours that make it what it is. A scene makes it:
/// <see cref="Scene.Add(string, IReadOnlyList{Behaviour})"/>. It may have a parent: then it works only while the parent does, and ends with
/// it.
/// </summary>
public sealed class Entity
{
    readonly List<Behaviour> behaviours = [];
    readonly List<Entity> children = [];
    bool isActive = true, isDoomed;

    /// <exception cref="ArgumentException">The name has a '/'.</exception>
    internal Entity(Scene scene, string name)
    {
        if (name.Contains('/'))
        {
            throw new ArgumentException($"Entity \"{name}\": a name has no '/', which parts it from its parent's. Use another sign.");
        }

        (Scene, Name) = (scene, name);
    }

    public string Name { get; }

    /// <summary>Its name behind those of its parents: <c>parent/child</c>. <see cref="Scene.Find"/> finds it by that.</summary>
    public string Path => Parent is null ? Name : $"{Parent.Path}/{Name}";

    /// <summary>The scene that it is in.</summary>
    public Scene Scene { get; }

    public IReadOnlyList<Behaviour> Behaviours => behaviours;

    /// <summary>In the order in which they became it.</summary>
    public IReadOnlyList<Entity> Children => children;

    /// <summary>What it belongs to; null: nothing. It works only while that does, and ends with it.</summary>
    /// <exception cref="InvalidOperationException">It is itself or below itself, in another scene, or was destroyed.</exception>
    public Entity? Parent
    {
        get;
        set
        {
            Refuse(value);
            field?.children.Remove(this);
            field = value;
            field?.children.Add(this);
            Settle();
        }
    }

    /// <summary>While false, none of its behaviours works, nor do those of its children.</summary>
    public bool IsActive
    {
        get => isActive && !IsDestroyed;
        set
        {
            isActive = value;
            Settle();
        }
    }

    /// <summary>Whether its behaviours work: it is active, and so are all its parents.</summary>
    public bool IsActiveInHierarchy => IsActive && Parent is null or { IsActiveInHierarchy: true };

    /// <summary>Whether it has left the scene.</summary>
    public bool IsDestroyed { get; private set; }

    /// <summary>Whether it or one of its behaviours is to end after the frame.</summary>
    internal bool HasDoomed => IsDoomed || behaviours.Exists(static behaviour => behaviour.IsDoomed);

    bool IsDoomed => isDoomed || Parent is { IsDoomed: true };

    /// <summary>Adds a behaviour. If this entity is active, its Awake and OnEnable have been called on return.</summary>
    /// <exception cref="InvalidOperationException">It is on an entity already, or this one has left its scene.</exception>
    public T Add<T>(T behaviour) where T : Behaviour
    {
        if (IsDestroyed)
        {
            throw new InvalidOperationException(
                $"Entity \"{Path}\" was destroyed: {behaviour.GetType().Name} cannot be added to it. Add a new entity to the scene.");
        }

        behaviour.Join(this);
        behaviours.Add(behaviour);
        Scene.Enlist(behaviour);
        behaviour.Settle();
        return behaviour;
    }

    /// <summary>Adds an entity of which this one is the parent.</summary>
    /// <inheritdoc cref="Scene.Add(string, IReadOnlyList{Behaviour})"/>
    public Entity AddChild(string name, params IReadOnlyList<Behaviour> behaviours) => Scene.Add(name, this, behaviours);

    /// <summary>The first behaviour of a type; null where there is none.</summary>
    public T? GetBehaviour<T>() where T : class => behaviours.OfType<T>().FirstOrDefault();

    /// <summary>
    /// Ends this entity and its children, with their behaviours, after the frame: OnDisable of each that works, then OnDestroy of each.
    /// </summary>
    public void Destroy() => isDoomed = true;

    /// <summary>Whether it is what a path names: <c>child</c>, or <c>parent/child</c>, however deep the parent lies.</summary>
    internal bool IsAt(ReadOnlySpan<char> path)
    {
        int slash = path.LastIndexOf('/');
        return path[(slash + 1)..].SequenceEqual(Name) && (slash < 0 || Parent?.IsAt(path[..slash]) is true);
    }

    /// <summary>Ends what is to end, and lets go of it.</summary>
    internal IReadOnlyList<Behaviour> TakeDoomed()
    {
        bool all = IsDoomed;
        Behaviour[] doomed = [.. behaviours.Where(behaviour => all || behaviour.IsDoomed)];
        Array.ForEach(doomed, behaviour => behaviour.TurnOffForGood());
        IsDestroyed = all;
        Array.ForEach(doomed, behaviour => behaviour.End());
        behaviours.RemoveAll(doomed.Contains);
        if (all)
        {
            Parent?.children.Remove(this);
        }

        return doomed;
    }

    void Refuse(Entity? parent)
    {
        string? why = IsDestroyed ? "it was destroyed" : parent is null ? null
            : parent.IsDestroyed ? "that was destroyed"
            : parent.Scene != Scene ? "that is in another scene"
            : parent.IsBelow(this) ? "that is itself, or one of its own children"
            : null;
        if (why is not null)
        {
            throw new InvalidOperationException($"Entity \"{Path}\" cannot belong to \"{parent?.Path}\": {why}.");
        }
    }

    bool IsBelow(Entity other) => this == other || Parent?.IsBelow(other) is true;

    /// <summary>By index: a handler may add another behaviour or child, which settles by itself.</summary>
    void Settle()
    {
        for (int i = 0; i < behaviours.Count; i++)
        {
            behaviours[i].Settle();
        }

        for (int i = 0; i < children.Count; i++)
        {
            children[i].Settle();
        }
    }

    public override string ToString() => Path;
}
