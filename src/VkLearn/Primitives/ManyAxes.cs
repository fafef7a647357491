using VkLearn.Compile;

namespace VkLearn.Primitives;

/// <summary>
/// Permuting and repeating along more axes than a kernel walks separately (<see cref="FusedProgram.MaxAxes"/>): in several steps of few
/// axes, neighbours taken together, each of which is stored.
/// </summary>
static class ManyAxes
{
    /// <summary>Axes in another order: axis i of the result is axis order[i] of x.</summary>
    public static Tensor Permute(Tensor x, ReadOnlySpan<int> order)
    {
        Shape to = Shape.Of(order);
        int[] wide = [.. Enumerable.Range(0, x.Shape.Rank).Where(axis => x.Shape[axis] != 1)];
        int[] wanted = [.. to.Select(axis => Array.IndexOf(wide, axis)).Where(place => place >= 0)];
        bool isOrder = to.Order().SequenceEqual(Enumerable.Range(0, x.Shape.Rank)); // else the op says what is wrong
        int groups = 1 + wanted.Where((axis, i) => i > 0 && axis != wanted[i - 1] + 1).Count();
        return groups <= FusedProgram.MaxAxes || !isOrder ? new Permute(to).Apply(x)[0]
            : InSteps(x, [.. wide.Select(axis => x.Shape[axis])], wanted).Reshape([.. to.Select(axis => x.Shape[axis])]);
    }

    /// <summary>In each step a run of axes that belong together comes to its place, past those before which it was not.</summary>
    static Tensor InSteps(Tensor x, int[] sizes, int[] wanted)
    {
        List<int> held = [.. Enumerable.Range(0, sizes.Length)];
        for (int place = 0; place < wanted.Length; place++)
        {
            int from = held.IndexOf(wanted[place]), length = 1;
            while (from + length < held.Count && held[from + length] == wanted[place + length])
            {
                length++;
            }

            if (from > place)
            {
                int[] parts = [Count(0, place), Count(place, from), Count(from, from + length), Count(from + length, held.Count)];
                x = new Permute([0, 2, 1, 3]).Apply(x.Reshape(Shape.Of(parts)))[0];
                List<int> moved = held.GetRange(from, length);
                held.RemoveRange(from, length);
                held.InsertRange(place, moved);
            }
        }

        return x;

        int Count(int start, int end) => checked((int)Shape.CountOf([.. held[start..end].Select(axis => sizes[axis])]));
    }

    /// <summary>Whether operands that are repeated to a shape walk it along more separate axes than a kernel does.</summary>
    public static bool AreMany(Shape to, params ReadOnlySpan<Shape> operands)
    {
        if (to.Rank <= FusedProgram.MaxAxes || to.Count == 0)
        {
            return false;
        }

        int groups = 0;
        ulong before = 0;
        for (int axis = 0; axis < to.Rank; axis++)
        {
            if (to[axis] != 1)
            {
                ulong repeats = 0;
                for (int i = 0; i < operands.Length; i++)
                {
                    repeats |= IsRepeated(operands[i], to, axis) ? 1ul << i : 0;
                }

                groups += groups == 0 || repeats != before ? 1 : 0;
                before = repeats;
            }
        }

        return groups > FusedProgram.MaxAxes;
    }

    static bool IsRepeated(Shape from, Shape to, int axis) =>
        axis < to.Rank - from.Rank || (from[axis - to.Rank + from.Rank] == 1 && to[axis] != 1);

    /// <summary>Repeats one run of neighbouring axes after the other, the last first.</summary>
    public static Tensor Repeat(Tensor x, Shape to)
    {
        Shape from = x.Shape;
        new Broadcast(to).Inferred([x.TensorType]); // says what is wrong, if something is
        for (int end = to.Rank; end > 0;)
        {
            int start = end - 1;
            if (IsRepeated(from, to, start))
            {
                while (start > 0 && IsRepeated(from, to, start - 1))
                {
                    start--;
                }

                int times = Count(start, end), inner = Count(end, to.Rank), outer = checked((int)(x.Shape.Count / inner));
                x = new Broadcast([outer, times, inner]).Apply(x.Reshape([outer, 1, inner]))[0];
            }

            end = start;
        }

        return x.Reshape(to);

        int Count(int start, int end) => checked((int)Shape.CountOf(to.Sizes[start..end]));
    }
}
