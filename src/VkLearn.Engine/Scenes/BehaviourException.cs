namespace VkLearn.Engine;

/// <summary>
/// A behaviour threw. The scene has stopped it, and goes on. What it threw, with its stack, is the <see cref="Exception.InnerException"/>;
/// <see cref="Exception.ToString"/> has all of it, <see cref="Exception.Message"/> one line.
/// </summary>
/// <param name="behaviour">The one that threw; it is disabled now.</param>
/// <param name="event">In which event.</param>
/// <param name="cause">What it threw.</param>
public sealed class BehaviourException(Behaviour behaviour, BehaviourEvent @event, Exception cause) : Exception(
    $"Entity \"{behaviour.Entity.Path}\": {behaviour.GetType().Name} failed in {@event} and was stopped: {cause.Message}", cause)
{
    public Behaviour Behaviour { get; } = behaviour;

    public BehaviourEvent Event { get; } = @event;
}
