namespace VkLearn.Rendering;

/// <summary>Which of our keys one of GLFW's is.</summary>
internal static unsafe class GlfwKeys
{
    const int FirstNamed = 256, FirstFunction = 290; // GLFW_KEY_ESCAPE, GLFW_KEY_F1

    /// <summary>From GLFW_KEY_ESCAPE on, in GLFW's order.</summary>
    static readonly Key[] named =
    [
        Key.Escape, Key.Enter, Key.Tab, Key.Backspace, Key.Insert, Key.Delete, Key.Right, Key.Left, Key.Down, Key.Up, Key.PageUp,
        Key.PageDown, Key.Home, Key.End,
    ];

    public static Key Find(int key, int scancode) => key switch
    {
        < 0 => Key.Other, // GLFW does not know it, and takes it ill to be asked for its name
        ' ' => Key.Space,
        < FirstNamed => Printed(key, scancode),
        >= FirstNamed when key - FirstNamed < named.Length => named[key - FirstNamed],
        >= FirstFunction and < FirstFunction + 12 => Key.F1 + (key - FirstFunction),
        _ => Key.Other,
    };

    /// <summary>GLFW names keys by where they are on a US keyboard; the user, by what is printed on them.</summary>
    static Key Printed(int key, int scancode)
    {
        byte* name = Glfw.GetKeyName(key, scancode);
        Key printed = name is null || name[1] != 0 ? Key.Other : Find((char)name[0]);
        return printed != Key.Other ? printed : Find((char)key);
    }

    static Key Find(char printed) => char.ToUpperInvariant(printed) switch
    {
        >= 'A' and <= 'Z' and var letter => Key.A + (letter - 'A'),
        >= '0' and <= '9' and var digit => Key.Number0 + (digit - '0'),
        '[' => Key.LeftBracket,
        ']' => Key.RightBracket,
        _ => Key.Other,
    };
}
