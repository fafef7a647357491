namespace VkLearn.Engine;

/// <summary>What a scene tells a behaviour of, in the order of a life.</summary>
public enum BehaviourEvent
{
    Awake,
    OnEnable,
    Start,
    FixedUpdate,
    Update,
    LateUpdate,
    OnDisable,
    OnDestroy,
}
