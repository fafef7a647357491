namespace VkLearn.Compile;

/// <summary>
/// What the holders of something on the device have in common: it is given back when the last of them lets go of it, or when none of them
/// can be reached any more.
/// </summary>
/// <param name="giveBack">Called once, also on the finaliser's thread, so that it may only note what is to be done. It must not hold a
/// holder.</param>
/// <param name="holders">How many there are.</param>
sealed class Holding(Action giveBack, int holders = 1)
{
    int left = holders;

    ~Holding() => giveBack();

    /// <summary>One of the holders lets go.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref left) == 0)
        {
            GC.SuppressFinalize(this);
            giveBack();
        }
    }
}
