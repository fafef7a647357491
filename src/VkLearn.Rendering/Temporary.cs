namespace VkLearn.Rendering;
public enum PointerAction { Move, Press, Release, Scroll, Leave }
public readonly record struct PointerEvent(PointerAction Action, float X, float Y, int Button, float Scroll);
public enum Key { Space, Right, Left, R, S, Escape, Tab, F1, Other }
public readonly record struct KeyEvent(Key Key, bool IsPressed, bool IsRepeat);
