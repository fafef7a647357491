namespace VkLearn.Engine.Behaviours;

/// <summary>What is to be done after each Nth step.</summary>
sealed class StepMarks
{
    readonly List<(int Steps, Action Act)> marks = [];

    public void Add(int steps, Action act)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        marks.Add((steps, act));
    }

    public void Remove(Action act) => marks.RemoveAll(mark => mark.Act == act);

    /// <summary>How many steps may follow those that are done before something is to be done, at most a number of the caller's.</summary>
    public long ToNext(long done, long most) => marks.Aggregate(most, (steps, mark) => Math.Min(steps, mark.Steps - done % mark.Steps));

    /// <summary>Does what is due after so many steps, which may add and remove some.</summary>
    public void Act(long done)
    {
        foreach ((int steps, Action act) in marks.ToArray())
        {
            if (done % steps == 0)
            {
                act();
            }
        }
    }
}
