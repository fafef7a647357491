using System.Globalization;

namespace VkLearn.Rendering;

/// <summary>Numbers as people read them: short, with a true minus.</summary>
public static class Numbers
{
    static readonly (double Size, string Letter)[] Large = [(1e9, "G"), (1e6, "M"), (1e3, "k")];

    /// <summary>Three significant digits: 0.0321, 12.5, 1.23k, 4.0e-6.</summary>
    public static string Short(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
        }
        double size = Math.Abs(value);
        string text = size switch
        {
            0 => "0",
            < 1e-4 or >= 1e12 => size.ToString("0.0e-0", CultureInfo.InvariantCulture),
            < 1 => size.ToString(size < 0.1 ? "0.0000" : "0.000", CultureInfo.InvariantCulture),
            < 999.5 => ThreeDigits(size),
            _ => WithLetter(size),
        };
        return value < 0 ? "−" + text : text;
    }

    /// <summary>Five significant digits: 0.032145, 12.501, 1.25e-6.</summary>
    public static string Exact(double value) => !double.IsFinite(value) ? Short(value)
        : (value < 0 ? "−" : "") + Math.Abs(value).ToString(
            Math.Abs(value) is > 0 and < 1e-4 or >= 99999.5 ? "0.####e-0" : "G5", CultureInfo.InvariantCulture);

    /// <summary>A share from 0 to 1 in per cent: 99.8 %; what would look like none or all of it without being so, as &lt;0.1 %,
    /// &gt;99.9 %.</summary>
    public static string Percent(double share) => share switch
    {
        > 0 and < 0.001 => "<0.1 %",
        > 0.999 and < 1 => ">99.9 %",
        0 or 1 => $"{100 * share} %",
        _ when double.IsFinite(share) =>
            (share < 0 ? "−" : "") + (100 * Math.Abs(share)).ToString("0.0", CultureInfo.InvariantCulture) + " %",
        _ => Short(share),
    };

    /// <summary>Memory, in three digits: 48.3 MB, of a million bytes each.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        < 1e3 => $"{Whole(bytes)} B",
        < 999.5e3 => $"{ThreeDigits(bytes / 1e3)} kB",
        < 999.5e6 => $"{ThreeDigits(bytes / 1e6)} MB",
        _ => $"{ThreeDigits(bytes / 1e9)} GB",
    };

    /// <summary>A time in its two largest units: 0.4 s, 12 s, 3 min 20 s, 1 h 12 min.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 9.95 => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 60 => $"{(int)time.TotalSeconds} s",
        < 3600 => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        _ => $"{Whole((int)time.TotalHours)} h {time.Minutes} min",
    };

    /// <summary>All digits of a whole number, in groups of three: 12,345.</summary>
    public static string Whole(double value) => (value < 0 ? "−" : "") + Math.Abs(value).ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A tick's number, with the decimals that its step needs: 0.25 at steps of 0.05.</summary>
    public static string Tick(double value, double step)
    {
        double size = Math.Abs(value) < step * 1e-6 ? 0 : Math.Abs(value);
        string letter = "";
        foreach ((double unit, string unitLetter) in Large)
        {
            if (step >= unit / 10 && size >= unit || step >= unit)
            {
                (size, step, letter) = (size / unit, step / unit, size == 0 ? "" : unitLetter);
                break;
            }
        }
        int decimals = step >= 1 || size == 0 ? 0 : (int)Math.Ceiling(-Math.Log10(step) - 1e-6);
        string text = decimals > 5
            ? size.ToString("0.##e-0", CultureInfo.InvariantCulture)
            : size.ToString("F" + Math.Max(0, decimals), CultureInfo.InvariantCulture);
        return (value < 0 && size != 0 ? "−" : "") + text + letter;
    }

    static string WithLetter(double size)
    {
        foreach ((double unit, string letter) in Large)
        {
            if (size >= unit * 0.9995)
            {
                return ThreeDigits(size / unit) + letter;
            }
        }
        return ThreeDigits(size);
    }

    static string ThreeDigits(double size) =>
        size.ToString(size < 9.995 ? "0.00" : size < 99.95 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
