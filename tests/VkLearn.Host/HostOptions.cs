using System.Globalization;

namespace HostEngine;

/// <summary>What the command line asks for.</summary>
sealed record HostOptions
{
    public const string Usage =
        """
        VkLearn.Host [--frames N] [--budget MS] [--no-training] [--no-timeline] [--no-validation] [--host-submit] [--png FILE]
          --frames N       frames to draw (default 1000)
          --budget MS      milliseconds of each frame that VkLearn may train (default 4)
          --no-training    VkLearn draws and answers, but does not train
          --no-timeline    the device is made without timeline semaphores
          --no-validation  without the validation layer, to measure times
          --host-submit    VkLearn submits by a call of the host's, not under its lock
          --png FILE       keeps the last frame
        """;

    public int Frames { get; private set; } = 1000;
    public TimeSpan Budget { get; private set; } = TimeSpan.FromMilliseconds(4);
    public bool Trains { get; private set; } = true;
    public bool HasTimeline { get; private set; } = true;
    public bool Validates { get; private set; } = true;
    public bool HostSubmits { get; private set; }
    public string? Png { get; private set; }

    /// <exception cref="FormatException">An option is not known, or its value is not a number.</exception>
    public static HostOptions Parse(string[] arguments)
    {
        HostOptions options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--frames":
                    options.Frames = (int)Number(arguments, ++i);
                    break;
                case "--budget":
                    options.Budget = TimeSpan.FromMilliseconds(Number(arguments, ++i));
                    break;
                case "--no-training":
                    options.Trains = false;
                    break;
                case "--no-timeline":
                    options.HasTimeline = false;
                    break;
                case "--no-validation":
                    options.Validates = false;
                    break;
                case "--host-submit":
                    options.HostSubmits = true;
                    break;
                case "--png":
                    options.Png = Text(arguments, ++i, "a file");
                    break;
                default:
                    throw new FormatException($"\"{arguments[i]}\" is not an option.");
            }
        }
        return options;
    }

    static double Number(string[] arguments, int i) =>
        double.TryParse(Text(arguments, i, "a number"), CultureInfo.InvariantCulture, out double number) && number >= 0
            ? number
            : throw new FormatException($"{arguments[i - 1]} takes a number that is not negative, received {arguments[i]}.");

    static string Text(string[] arguments, int i, string what) => i < arguments.Length
        ? arguments[i]
        : throw new FormatException($"{arguments[i - 1]} takes {what}, received nothing.");
}
