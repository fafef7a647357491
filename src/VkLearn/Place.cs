using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn;

/// <summary>
/// Memory that keeps a value from one replay to the next: a <see cref="Parameter"/>, a <see cref="State"/> or a <see cref="Counter"/>.
/// Reading it gives its value at that point of the trace; assigning gives it a new one from that point on.
/// </summary>
public abstract class Place(string name, Shape shape, DType type) : IDisposable
{
    public string Name { get; internal set; } = name;

    /// <summary>Its name from the root of the tree it belongs to.</summary>
    public virtual string Path => Name;

    public Shape Shape { get; } = shape;
    public DType Type { get; } = type;

    /// <summary>Where it lies; null until a device needs it.</summary>
    internal Home? Home { get; set; }

    /// <summary>Whether its memory was given back.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Where it lies, for what reads it on the device; null until a recording uses it.</summary>
    public TensorMemory? Memory => Home is { } home && !IsDisposed ? new TensorMemory(home.Buffer, home.ByteOffset, TensorType) : null;

    internal TensorType TensorType => new(Shape, Type);

    /// <summary>
    /// The value at this point of the trace. What is computed of it is computed of that value; read by itself outside a recording, it gives
    /// what the place holds by then.
    /// </summary>
    public Tensor Value => Trace.Current.Read(this);

    public static implicit operator Tensor(Place place) => place.Value;

    /// <summary>The values it holds when it gets memory there, in its own elements' order.</summary>
    internal abstract float[] Initial(Session session);

    /// <summary>The bits that each of its values begins with; null: they differ, and <see cref="Initial"/> has them.</summary>
    internal virtual uint? InitialWord => null;

    /// <summary>Reads integers back, all bits of them; waits for what was submitted.</summary>
    /// <exception cref="InvalidOperationException">No device has used it yet, or it is not Int32.</exception>
    public int[] ToInt32Array()
    {
        Reading.RefuseOther(TensorType);
        Home home = Settled();
        return Reading.ReadInts(TensorType, home.Leaf);
    }

    /// <summary>Reads the values back, integers as floats, which have 24 bits of them; waits for what was submitted.</summary>
    /// <exception cref="InvalidOperationException">No device has used it yet.</exception>
    public float[] ToArray()
    {
        Home home = Settled();
        return Reading.Read(TensorType, home.Leaf);
    }

    /// <summary>Sets the values, after what was submitted and before what will be.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public void Load(ReadOnlySpan<float> values)
    {
        Home home = Settled();
        if (values.Length != Shape.Count)
        {
            throw new ArgumentException($"{Path} {Shape} holds {Shape.Count} values, received {values.Length}.");
        }

        if (Type == DType.Int32)
        {
            home.Session.Gpu.Staging.Upload<int>(Array.ConvertAll(values.ToArray(), value => (int)value), home.Buffer, home.ByteOffset);
        }
        else
        {
            home.Session.Gpu.Staging.Upload(values, home.Buffer, home.ByteOffset);
        }

        GC.KeepAlive(home);
    }

    /// <summary>Sets integers, all bits of them, after what was submitted and before what will be.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's, or the place is not Int32.</exception>
    public void LoadInt32(ReadOnlySpan<int> values)
    {
        Home home = Settled();
        if (values.Length != Shape.Count || Type != DType.Int32)
        {
            throw new ArgumentException($"{Path} {Shape} holds {Shape.Count} values of {Type}, received {values.Length} of Int32.");
        }

        home.Session.Gpu.Staging.Upload(values, home.Buffer, home.ByteOffset);
        GC.KeepAlive(home);
    }

    /// <summary>Where it lies, all that is queued for it done.</summary>
    Home Settled()
    {
        RefuseDisposed();
        LooseTrace.FlushQueued();
        return Home ?? throw new InvalidOperationException($"{Path} has no memory yet: record something that uses it first.");
    }

    /// <summary>
    /// Gives its memory back once what was submitted is done; a recording that uses it then throws. What is not disposed gives its memory
    /// back when nothing can reach it any more.
    /// </summary>
    public void Dispose()
    {
        if (!IsDisposed)
        {
            LooseTrace.EndQueued();
            IsDisposed = true;
            Home?.GiveBack();
        }
    }

    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    internal void RefuseDisposed()
    {
        if (IsDisposed)
        {
            throw new ObjectDisposedException(Path, $"{this} was disposed: it has no memory and no value any more.");
        }
    }

    public override string ToString() => $"{Path} {TensorType}";
}

/// <summary>Where a place lies.</summary>
/// <param name="Holding">Of the memory, which the place holds with others; null: it is the device's.</param>
sealed record Home(Session Session, GpuBuffer Buffer, long ByteOffset, Holding? Holding)
{
    /// <summary>What lies there, and is there as long as this can be reached.</summary>
    public MemoryLeaf Leaf => new(Session, Buffer, ByteOffset, Holding: Holding);

    public void GiveBack()
    {
        Holding?.Release();
        Session.CountDisposal();
        Session.Sweep();
    }
}
