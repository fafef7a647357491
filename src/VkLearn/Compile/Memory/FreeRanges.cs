namespace VkLearn.Compile;

/// <summary>The free ranges of a memory without end: what is taken is the smallest that holds it, at equal sizes the lowest.</summary>
sealed class FreeRanges
{
    readonly SortedSet<(long Bytes, long Offset)> bySize = [];
    readonly Dictionary<long, long> endOf = [], beginOf = []; // of each range, by its begin and by its end
    long end;                                                 // all from here on is free

    /// <returns>Where what was taken begins.</returns>
    public long Take(long bytes)
    {
        // Not the view's Count, which goes over all of it.
        (long found, long offset) = bySize.GetViewBetween((bytes, long.MinValue), (long.MaxValue, long.MaxValue)).Min;
        if (found == 0)
        {
            end += bytes;
            return end - bytes;
        }

        Remove(offset, offset + found);
        if (found > bytes)
        {
            Add(offset + bytes, offset + found);
        }

        return offset;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Give(long offset, long bytes)
    {
        long until = offset + bytes;
        if (bytes == 0)
        {
            return;
        }

        if (beginOf.TryGetValue(offset, out long before))
        {
            Remove(before, offset);
            offset = before;
        }

        if (endOf.TryGetValue(until, out long behind))
        {
            Remove(until, behind);
            until = behind;
        }

        if (until == end)
        {
            end = offset;
        }
        else
        {
            Add(offset, until);
        }
    }

    void Add(long from, long to)
    {
        bySize.Add((to - from, from));
        (endOf[from], beginOf[to]) = (to, from);
    }

    void Remove(long from, long to)
    {
        bySize.Remove((to - from, from));
        endOf.Remove(from);
        beginOf.Remove(to);
    }
}
