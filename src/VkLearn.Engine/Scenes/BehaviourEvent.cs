namespace VkLearn.Engine;

/// <summary>What a scene tells a behaviour of, in the order of a life.</summary>
public enum BehaviourEvent
{
    Awake,
    OnEnable,
    Start,
    OnKey,
    OnPointer,
    FixedUpdate,
    Update,
    LateUpdate,
    OnDisable,
    OnDestroy,
}
