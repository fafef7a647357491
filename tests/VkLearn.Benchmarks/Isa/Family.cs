namespace VkLearn.Benchmarks;

/// <summary>
/// A kind of GPU whose compiler Mesa has, and which it compiles for where there is none: AMD's driver makes a device of any chip that it is
/// told, Intel's finds one that a stand-in for the kernel's driver shows it (intel.c). Nothing runs on either.
/// </summary>
/// <param name="Name">What --family takes.</param>
/// <param name="Text">What it is.</param>
/// <param name="Driver">The file that tells Vulkan's loader where the driver lies.</param>
/// <param name="Chip">The variable that the driver, or the stand-in, takes the chip by, and its name there.</param>
sealed record Family(string Name, string Text, string Driver, (string Variable, string Name) Chip)
{
    const string Drivers = "/usr/share/vulkan/icd.d", OfCpu = "lvp_icd.json", OfAmd = "radeon_icd.json", OfIntel = "intel_icd.json";

    public static IReadOnlyList<Family> All { get; } =
    [
        Amd("navi31", "AMD RDNA3"), Amd("navi21", "AMD RDNA2"), Amd("vega10", "AMD GCN"), Amd("phoenix", "AMD Phoenix, an APU"),
        Intel("tgl", "Intel Tiger Lake", "9a49"), Intel("dg2", "Intel Arc A770", "56a0"), Intel("lnl", "Intel Lunar Lake", "64a0"),
    ];

    bool IsIntel => Driver == OfIntel;

    /// <summary>Why it cannot be compiled for here; null: it can.</summary>
    public string? Missing =>
        new[] { OfCpu, Driver }.FirstOrDefault(file => !File.Exists(Path.Combine(Drivers, file))) is { } absent
            ? $"Mesa's {absent} is not installed"
            : IsIntel && !StandIn.Build() ? "Intel's stand-in needs gcc and libdrm-dev" : null;

    /// <summary>What drivers must find in the environment when they load.</summary>
    public IEnumerable<(string Name, string Value)> Variables =>
    [
        ("VK_ICD_FILENAMES", $"{Path.Combine(Drivers, OfCpu)}:{Path.Combine(Drivers, Driver)}"),
        ("MESA_SHADER_CACHE_DISABLE", "1"), // of what it found there the driver keeps no figures
        (Chip.Variable, Chip.Name),
        .. IsIntel ? [("LD_PRELOAD", StandIn.Library)] : Array.Empty<(string, string)>(),
    ];

    /// <summary>Whether this process has them.</summary>
    public bool IsHere => Variables.All(variable => Environment.GetEnvironmentVariable(variable.Name) == variable.Value);

    static Family Amd(string chip, string text) => new(chip, text, OfAmd, ("RADV_FORCE_FAMILY", chip));

    static Family Intel(string name, string text, string id) => new(name, text, OfIntel, ("INTEL_ID", id));
}
