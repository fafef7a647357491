namespace VkLearn.Compile;

/// <summary>Turns steps into commands: asks each which kernels it runs.</summary>
static class Lowering
{
    public static List<Command> Run(IEnumerable<Step> steps, Session session, Tensor? randomCounters)
    {
        Pass pass = new(session, dispatches: true, randomCounters);
        foreach (Step step in steps)
        {
            pass.Begin(step);
            step.Emit(pass);
        }

        return [.. pass.Commands];
    }
}
