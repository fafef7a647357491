using VkLearn.Compile;

namespace VkLearn.Optimizers;

/// <summary>Places that lie one after the other, so that one dispatch does for all of them.</summary>
static class PlaceRanges
{
    /// <summary>Runs of indices in which the places of every list lie one after the other.</summary>
    /// <param name="lists">Of places that have memory, each as long.</param>
    public static IEnumerable<(int From, int To)> Of(params IReadOnlyList<IReadOnlyList<Place>> lists)
    {
        int from = 0, count = lists[0].Count;
        for (int to = 1; to <= count; to++)
        {
            if (to == count || !lists.All(places => Follows(places[to - 1], places[to])))
            {
                yield return (from, to);
                from = to;
            }
        }
    }

    static bool Follows(Place first, Place second) =>
        first.Home!.Buffer == second.Home!.Buffer
            && first.Home.ByteOffset + Session.Align(first.TensorType.Bytes) == second.Home.ByteOffset;
}
