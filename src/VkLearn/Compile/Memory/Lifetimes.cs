using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// Says how long each piece of a recording's own memory is needed: intermediates and ranges from the command that first writes them to the
/// last that touches them; constants, what is kept, and ranges whose gaps must stay zero, all the time.
/// </summary>
static class Lifetimes
{
    /// <param name="share">False: all are pinned, so that nothing shares memory.</param>
    public static List<Lifetime> Run(Placement placement, IEnumerable<Tensor> kept, bool share)
    {
        Dictionary<Tensor, Lifetime> lifetimes = [];
        for (int i = 0; i < placement.Commands.Count; i++)
        {
            foreach ((Tensor tensor, Access access) in placement.Commands[i].Accesses)
            {
                Touch(placement, placement.Of(tensor).Root, access, i, lifetimes);
            }
        }

        foreach (Tensor root in kept.Select(tensor => placement.Of(tensor).Root))
        {
            if (root.Leaf is ConstantLeaf)
            {
                lifetimes.TryAdd(root, new Lifetime(root, 0));
            }

            lifetimes.GetValueOrDefault(root)?.Pin();
        }

        List<Lifetime> all = [.. lifetimes.Values];
        all.ForEach(life => PinWhereNeeded(life, share));
        return share ? InPlace.Run(placement, lifetimes) : all;
    }

    static void Touch(Placement placement, Tensor root, Access access, int command, Dictionary<Tensor, Lifetime> lifetimes)
    {
        if (root.Leaf is not (null or RangeLeaf or ConstantLeaf) || placement.PlaceOf.ContainsKey(root))
        {
            return;
        }

        if (lifetimes.TryGetValue(root, out Lifetime? life))
        {
            life.ReachTo(command);
        }
        else if (root.Leaf is ConstantLeaf || access.HasFlag(Access.Write))
        {
            lifetimes.Add(root, new Lifetime(root, command));
        }
        else
        {
            throw new InvalidOperationException($"{root} is read by {placement.Commands[command].Label} before anything makes it.");
        }
    }

    static void PinWhereNeeded(Lifetime life, bool share)
    {
        if (!share || life.Tensors[0].Leaf is ConstantLeaf or RangeLeaf { HasGapsOfZeros: true })
        {
            life.Pin();
        }
    }
}
