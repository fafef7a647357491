namespace VkLearn.Rendering;
public enum PointerAction { Move, Press, Release, Scroll, Leave }
public readonly record struct PointerEvent(PointerAction Action, float X, float Y, int Button, float Scroll);
public sealed class Renderer { }
