namespace VkLearn.Rendering;

/// <summary>A key, by what the user's layout has it say.</summary>
public enum Key
{
    /// <summary>One of no name here.</summary>
    Other,
    Space, Escape, Enter, Tab, Backspace, Insert, Delete,
    Right, Left, Down, Up,
    PageUp, PageDown, Home, End,
    LeftBracket, RightBracket,
    Number0, Number1, Number2, Number3, Number4, Number5, Number6, Number7, Number8, Number9,
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U, V, W, X, Y, Z,
    F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12,
}
