using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VkLearn.Tests;

/// <summary>A virtual screen (Xvfb) of 1920 x 1200 pixels, with a window manager (openbox) or none, and its user (xdotool).</summary>
sealed class Screen : IDisposable
{
    const int Width = 1920, Height = 1200, PixelBytes = 4;
    static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    readonly string folder = TempFolder.New();
    readonly Process server;
    readonly Process? manager;

    public Screen(bool isManaged)
    {
        server = Start(
            "Xvfb", "-displayfd", "1", "-screen", "0", $"{Width}x{Height}x24", "-nolisten", "tcp", "-noreset", "-nocursor",
            "-fbdir", folder);
        server.BeginErrorReadLine();
        Display = $":{server.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Xvfb does not start.")}";
        if (isManaged)
        {
            manager = Start("openbox", "--sm-disable");
            manager.BeginErrorReadLine();
            Until(() => Run("xdotool", "get_num_desktops").ExitCode == 0, "openbox does not answer");
        }
    }

    /// <summary>Why there is none on this machine; null where there can be one.</summary>
    public static string? Missing
    {
        get
        {
            string[] missing = [.. ((string[])["Xvfb", "openbox", "xdotool"]).Where(static program => !IsOnPath(program))];
            return OperatingSystem.IsLinux() && missing.Length == 0 ? null : $"no {string.Join(", no ", missing)}";
        }
    }

    /// <summary>What the variable DISPLAY must be for a program that is to open its windows here.</summary>
    public string Display { get; }

    /// <summary>Polls until something holds that another process brings about.</summary>
    public static void Until(Func<bool> holds, string otherwise)
    {
        long start = Stopwatch.GetTimestamp();
        while (!holds())
        {
            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                throw new TimeoutException(otherwise);
            }
            Thread.Sleep(5);
        }
    }

    /// <summary>Has this very process open its windows here.</summary>
    public void Select() => Select(Display);

    /// <inheritdoc cref="Select()"/>
    public static void Select(string display) => SetVariable("DISPLAY", display, overwrite: 1);

    /// <summary>Undoes <see cref="Select"/>.</summary>
    public static void Deselect()
    {
        if (Environment.GetEnvironmentVariable("DISPLAY") is { } before) // .NET's own copy, which Select leaves alone
        {
            Select(before);
        }
        else
        {
            ClearVariable("DISPLAY");
        }
    }

    /// <summary>Gives the screen settings that programs look up, as xrdb does: <c>Xft.dpi: 192</c>.</summary>
    public void SetResources(string resources) =>
        Run("xprop", "-root", "-f", "RESOURCE_MANAGER", "8s", "-set", "RESOURCE_MANAGER", resources);

    /// <summary>Commands of xdotool.</summary>
    /// <returns>What it printed.</returns>
    public string Do(params string[] commands)
    {
        (int exitCode, string output) = Run("xdotool", commands);
        return exitCode == 0 ? output.Trim() : throw new InvalidOperationException($"xdotool {string.Join(' ', commands)} failed.");
    }

    /// <summary>The X window of a title, once it is shown.</summary>
    public string Find(string title) => Do("search", "--sync", "--onlyvisible", "--name", $"^{title}$").Split('\n')[^1];

    /// <summary>Has the window manager make a window the active one, which its keys are for, out of an icon if need be.</summary>
    public void Activate(string window)
    {
        Do("windowactivate", window);
        Until(() => IsActive(window), "the window is not active");
    }

    /// <summary>Has the window manager make the active window an icon.</summary>
    public void Minimize(string window)
    {
        Do("windowminimize", window);
        Until(() => !IsActive(window), "the window is still active");
    }

    /// <summary>By the window manager's own account: it learns of the server's focus in its own time.</summary>
    bool IsActive(string window) => Run("xdotool", "getactivewindow").Output.Trim() == window;

    /// <summary>Where the top left pixel of a window is on the screen; moves the mouse there.</summary>
    public (int X, int Y) Locate(string window)
    {
        string[] place = Do("mousemove", "--window", window, "0", "0", "getmouselocation", "--shell").Split('\n', '=');
        return (int.Parse(place[1]), int.Parse(place[3]));
    }

    /// <summary>Pixels of a part of the screen, from the top, as red, green, blue, 255; none unless all is on the screen.</summary>
    public byte[] Pixels(int left, int top, int width, int height)
    {
        if (left < 0 || top < 0 || left + width > Width || top + height > Height)
        {
            return [];
        }
        // The server keeps the screen in a file of the format xwd: a header of big-endian words, colours, then blue, green, red, nothing.
        using FileStream file = new(Path.Combine(folder, "Xvfb_screen0"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] header = new byte[100];
        file.ReadExactly(header);
        int Word(int index) => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(index * sizeof(int)));
        long first = Word(0) + Word(19) * 12, rowBytes = Word(12);
        byte[] pixels = new byte[width * height * PixelBytes];
        for (int row = 0; row < height; row++)
        {
            file.Position = first + (top + row) * rowBytes + left * PixelBytes;
            file.ReadExactly(pixels, row * width * PixelBytes, width * PixelBytes);
        }
        for (int i = 0; i < pixels.Length; i += PixelBytes)
        {
            (pixels[i], pixels[i + 2], pixels[i + 3]) = (pixels[i + 2], pixels[i], 255);
        }
        return pixels;
    }

    public void Dispose()
    {
        End(manager);
        End(server);
    }

    static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(at => File.Exists(Path.Combine(at, program)));

    (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DISPLAY"] = Display; // null takes it out: the server itself has none
        return Process.Start(start)!;
    }

    static void End(Process? process)
    {
        if (process is not null)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    [DllImport("libc", EntryPoint = "setenv")]
    static extern int SetVariable(string name, string value, int overwrite);

    [DllImport("libc", EntryPoint = "unsetenv")]
    static extern int ClearVariable(string name);
}
