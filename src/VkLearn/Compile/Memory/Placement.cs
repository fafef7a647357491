using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>Where a tensor's bytes are: those of another from an offset on.</summary>
readonly record struct Spot(Tensor Root, long Offset);

/// <summary>
/// Decides which tensors share memory by meaning: views lie in what they look into, a place's new value in the place, gradients one after
/// the other as their parameters do. Where one cannot be written in place it is copied there.
/// </summary>
sealed class Placement
{
    readonly List<Command> commands;
    readonly Dictionary<Tensor, Spot> spots = [];
    readonly Dictionary<Tensor, Place> placeOf = [];
    readonly HashSet<Tensor> kept = [];
    readonly HashSet<Tensor> together = [];

    Placement(List<Command> commands) => this.commands = commands;

    /// <summary>The commands, copies added.</summary>
    public IReadOnlyList<Command> Commands => commands;

    /// <summary>Tensors that lie in a place's memory from the start: its new value.</summary>
    public IReadOnlyDictionary<Tensor, Place> PlaceOf => placeOf;

    public static Placement Run(List<Command> commands, IReadOnlyList<(Place Place, Tensor Value)> assignments, IEnumerable<Tensor> kept)
    {
        Placement placement = new(commands);
        placement.kept.UnionWith(kept.Select(tensor => placement.Of(tensor).Root));
        placement.together.UnionWith(placement.WrittenRanges().SelectMany(range => range));
        placement.LayOutStrides();
        placement.LayOutRanges();
        placement.ConcatenateInPlace();
        placement.Assign(assignments);
        return placement;
    }

    /// <summary>The root that holds a tensor, and where in it.</summary>
    public Spot Of(Tensor tensor)
    {
        long offset = 0;
        while (true)
        {
            if (spots.TryGetValue(tensor, out Spot spot))
            {
                (tensor, offset) = (spot.Root, offset + spot.Offset);
            }
            else if (tensor.Producer is { Op: Reshape or Detach } view)
            {
                tensor = view.Inputs[0];
            }
            else if (tensor.Producer is { Op: Slice slice } node && slice.IsView(node.Inputs[0].Shape))
            {
                offset += (long)slice.Start * node.Inputs[0].Shape.Around(slice.Axis).Inner * tensor.Type.Bytes();
                tensor = node.Inputs[0];
            }
            else
            {
                return new Spot(tensor, offset);
            }
        }
    }

    /// <summary>
    /// What a command writes at a constant stride lies so in the range that an optimiser reads, or else gets memory of its own.
    /// </summary>
    void LayOutStrides()
    {
        Dictionary<Tensor, (Tensor[] Range, long Offset)?> wanted = WantedInRanges();
        foreach (Tensor[] tensors in Written(arg => arg.IsStrided))
        {
            if (!LieInOneRange(tensors, wanted))
            {
                together.UnionWith(tensors);
                PutTogether(tensors, readsGaps: false);
            }
        }
    }

    bool LieInOneRange(Tensor[] tensors, Dictionary<Tensor, (Tensor[] Range, long Offset)?> wanted)
    {
        (Tensor[] Range, long Offset)?[] found = [.. tensors.Select(tensor => wanted.GetValueOrDefault(Of(tensor).Root))];
        return tensors.All(CanMove) && found[0] is { } first && found[1] is { } second && Enumerable.Range(0, found.Length).All(i =>
            found[i] is { } spot && spot.Range == first.Range && spot.Offset == first.Offset + i * (second.Offset - first.Offset));
    }

    /// <summary>Where the ranges that optimisers read have each tensor; null for one that several have.</summary>
    Dictionary<Tensor, (Tensor[] Range, long Offset)?> WantedInRanges()
    {
        Dictionary<Tensor, (Tensor[] Range, long Offset)?> wanted = [];
        foreach (Tensor[] range in Arguments((access, arg) => access == Access.Read && arg.IsRange))
        {
            long offset = 0;
            foreach (Tensor tensor in range)
            {
                wanted[Of(tensor).Root] = wanted.ContainsKey(Of(tensor).Root) ? null : (range, offset);
                offset += Session.Align(tensor.TensorType.Bytes);
            }
        }

        return wanted;
    }

    /// <summary>
    /// Gradients that an optimiser reads as one range are written where they belong in it. What was laid out for another kernel lies so
    /// already; what is written as a range, as new weights are, will.
    /// </summary>
    void LayOutRanges()
    {
        Tensor[][] written = [.. WrittenRanges()];
        for (int i = 0; i < commands.Count; i++)
        {
            if (commands[i] is not KernelCommand kernel)
            {
                continue;
            }

            for (int j = 0; j < kernel.Arguments.Length; j++)
            {
                Tensor[] tensors = kernel.Arguments[j].Tensors.ToArray();
                if (kernel.Arguments[j].IsRange && kernel.Code.Arguments[j].Access == Access.Read
                    && tensors.Any(tensor => tensor.Leaf is not PlaceLeaf)
                    && !LieTogether(tensors) && !written.Any(range => IsPart(tensors, range)))
                {
                    i += LayOut(kernel, j, tensors, i);
                }
            }
        }
    }

    static bool IsPart(Tensor[] tensors, Tensor[] range) =>
        Array.IndexOf(range, tensors[0]) is >= 0 and int at && range.AsSpan(at).StartsWith(tensors);

    bool LieTogether(Tensor[] tensors)
    {
        Spot first = Of(tensors[0]);
        if (first.Root.Leaf is not RangeLeaf { HasGapsOfZeros: var hasZeros } || !(hasZeros || tensors.All(FillsItsPlace)))
        {
            return false;
        }

        long offset = first.Offset;
        foreach (Tensor tensor in tensors)
        {
            if (Of(tensor) != first with { Offset = offset })
            {
                return false;
            }

            offset += Session.Align(tensor.TensorType.Bytes);
        }

        return true;
    }

    static bool FillsItsPlace(Tensor tensor) => Session.Align(tensor.TensorType.Bytes) == tensor.TensorType.Bytes;

    /// <returns>How many copies were put before the command.</returns>
    int LayOut(KernelCommand kernel, int argument, Tensor[] tensors, int at)
    {
        int copies = 0;
        HashSet<Tensor> moved = []; // what several parameters have as their gradient lies in one place only
        for (int i = 0; i < tensors.Length; i++)
        {
            if (!CanMove(tensors[i]) || !moved.Add(Of(tensors[i]).Root))
            {
                Tensor copy = new(tensors[i].TensorType) { Name = $"{tensors[i].Name}:copy" };
                commands.Insert(at, new CopyCommand(tensors[i], copy) { Label = copy.Name });
                tensors[i] = copy;
                copies++;
            }
        }

        PutTogether(tensors, readsGaps: true);
        kernel.Arguments[argument] = Arg.Range(tensors);
        return copies;
    }

    /// <summary>Places tensors one after the other, as parameters lie.</summary>
    /// <param name="readsGaps">Whether a kernel runs over the gaps between them too, and expects zeros.</param>
    void PutTogether(Tensor[] tensors, bool readsGaps)
    {
        bool hasGapsOfZeros = readsGaps && !tensors.All(FillsItsPlace);
        long words = tensors.Sum(tensor => Session.Align(tensor.TensorType.Bytes)) / sizeof(float);
        Tensor range = new(new TensorType([checked((int)words)], DType.Float32), leaf: new RangeLeaf(hasGapsOfZeros))
            { Name = $"{tensors[0].Name}.." };
        long offset = 0;
        foreach (Tensor tensor in tensors)
        {
            spots[Of(tensor).Root] = new Spot(range, offset);
            offset += Session.Align(tensor.TensorType.Bytes);
        }
    }

    IEnumerable<Tensor[]> WrittenRanges() => Written(arg => arg.IsRange);

    IEnumerable<Tensor[]> Written(Predicate<Arg> which) => Arguments((access, arg) => access.HasFlag(Access.Write) && which(arg));

    IEnumerable<Tensor[]> Arguments(Func<Access, Arg, bool> which) =>
        from kernel in commands.OfType<KernelCommand>()
        from i in Enumerable.Range(0, kernel.Arguments.Length)
        where which(kernel.Code.Arguments[i].Access, kernel.Arguments[i])
        select kernel.Arguments[i].Tensors.ToArray();

    /// <summary>Parts of a concatenation on the first axis are made where they go, and their copies are left out.</summary>
    void ConcatenateInPlace()
    {
        for (int i = commands.Count - 1; i >= 0; i--)
        {
            if (commands[i] is KernelCommand { Copied: { } copied } && copied.FirstElement % 16 == 0 && CanMove(copied.Part))
            {
                spots[Of(copied.Part).Root] = new Spot(copied.Whole, copied.FirstElement * sizeof(float));
                commands.RemoveAt(i);
            }
        }
    }

    /// <summary>Whether a tensor is made by a command, for itself, and lies nowhere in particular yet.</summary>
    bool CanMove(Tensor tensor)
    {
        Spot spot = Of(tensor);
        return IsWhole(tensor, spot) && spot.Root.Producer is not null && !kept.Contains(spot.Root) && !together.Contains(spot.Root);
    }

    static bool IsWhole(Tensor tensor, Spot spot) =>
        spot.Offset == 0 && spot.Root.Leaf is null && spot.Root.TensorType.Bytes == tensor.TensorType.Bytes;

    /// <summary>
    /// Assigning is a rename: what makes the value writes it into the place, if by then nothing reads the old value any more. Else it is
    /// copied there at the end; copies out of places that are themselves assigned go first.
    /// </summary>
    void Assign(IReadOnlyList<(Place Place, Tensor Value)> assignments)
    {
        Rename(assignments);
        foreach (Tensor[] range in WrittenRanges())
        {
            // A range is written where its places lie, or elsewhere: never in part.
            if (range.Any(tensor => !placeOf.ContainsKey(tensor)))
            {
                Array.ForEach(range, tensor => placeOf.Remove(tensor));
                PutTogether(range, readsGaps: false);
            }
        }

        HashSet<Place> assigned = [.. assignments.Select(a => a.Place)];
        List<Command> first = [], last = [];
        foreach ((Place place, Tensor value) in assignments)
        {
            Tensor root = Of(value).Root;
            if (placeOf.GetValueOrDefault(root) == place)
            {
                continue;
            }

            Tensor source = value;
            if ((root.Leaf is PlaceLeaf from && assigned.Contains(from.Place)) || placeOf.ContainsKey(root))
            {
                source = new Tensor(value.TensorType) { Name = $"{place.Name}:next" };
                first.Add(new CopyCommand(value, source) { Label = source.Name });
            }

            Tensor target = new(place.TensorType) { Name = place.Name };
            placeOf.Add(target, place);
            last.Add(new CopyCommand(source, target) { Label = $"{place.Name}:assign" });
        }

        commands.AddRange(first);
        commands.AddRange(last);
    }

    void Rename(IReadOnlyList<(Place Place, Tensor Value)> assignments)
    {
        Dictionary<Tensor, int> madeBy = [];
        Dictionary<Place, (int By, bool InPlace)> lastRead = [];
        for (int i = 0; i < commands.Count; i++)
        {
            foreach (Tensor tensor in commands[i].Writes)
            {
                madeBy.TryAdd(Of(tensor).Root, i);
            }

            foreach (Tensor tensor in commands[i].Reads)
            {
                if (Of(tensor).Root.Leaf is PlaceLeaf leaf)
                {
                    bool others = !lastRead.TryGetValue(leaf.Place, out var last) || last.By < i || last.InPlace;
                    lastRead[leaf.Place] = (i, others && commands[i].ReadsInPlace(tensor));
                }
            }
        }

        foreach ((Place place, Tensor value) in assignments)
        {
            Spot spot = Of(value);
            if (IsWhole(value, spot) && !placeOf.ContainsKey(spot.Root) && madeBy.TryGetValue(spot.Root, out int maker)
                && (!lastRead.TryGetValue(place, out var last) || last.By < maker || (last.By == maker && last.InPlace)))
            {
                placeOf.Add(spot.Root, place);
            }
        }
    }
}

/// <summary>Memory that several tensors are placed in.</summary>
/// <param name="HasGapsOfZeros">Whether there are bytes between them that nothing writes, and that must be zero.</param>
sealed record RangeLeaf(bool HasGapsOfZeros) : Leaf
{
    public bool Equals(RangeLeaf? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
