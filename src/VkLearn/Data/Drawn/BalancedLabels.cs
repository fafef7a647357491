namespace VkLearn.Data;

/// <summary>
/// The classes of drawn items. As many neighbours as there are classes hold each once, in an order of their own, so labels are balanced
/// for any count and a longer set starts with a shorter one.
/// </summary>
static class BalancedLabels
{
    public static int At(int classes, uint seed, uint index)
    {
        CounterRandom random = new(~seed, index / (uint)classes);
        Span<int> order = stackalloc int[classes];
        for (int i = 0; i < classes; i++)
        {
            order[i] = i;
        }

        for (int last = classes - 1; last > 0; last--)
        {
            int other = random.Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order[(int)(index % (uint)classes)];
    }
}
