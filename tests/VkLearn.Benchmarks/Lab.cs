using VkLearn.Cli;
using VkLearn.Gpu;

namespace VkLearn.Benchmarks;

/// <summary>Runs what is asked for: first the ceilings, then the driver's costs, then case by case.</summary>
static class Lab
{
    /// <returns>Whether all results were right.</returns>
    /// <exception cref="ArgumentException">No line has such a name.</exception>
    public static bool Run(GpuDevice gpu, string[] names, bool json, double seconds)
    {
        // Large tensors are larger than a cache: 32 or 64 MB each.
        int elements = gpu.Info.Type == "cpu" ? 1 << 23 : 1 << 24;
        Case[] cases = [.. All(gpu.Info, elements).Where(work => IsAsked($"{work.Op} {work.Size}"))];
        bool costs = IsAsked("Cost");
        if (cases.Length == 0 && !costs)
        {
            throw new ArgumentException(
                $"no line has {string.Join(" or ", names)} in its op and size. "
                + $"Ops: Cost, {string.Join(", ", All(gpu.Info, elements).Select(work => work.Op).Distinct())}.");
        }

        Ceilings ceilings = Ceilings.Of(gpu, elements, seconds / 2);
        Table table = new(ceilings, Console.Out);
        if (json)
        {
            JsonLine.Write(line => ceilings.Write(line, gpu.Info));
        }
        else
        {
            table.Head(gpu.Info);
        }

        bool right = true;
        foreach (Measured measured in (costs ? Costs.Measure(gpu, seconds) : []).Concat(cases.SelectMany(Measure)))
        {
            right &= measured.IsRight;
            if (json)
            {
                JsonLine.Write(line => measured.Write(line, ceilings));
            }
            else
            {
                table.Line(measured);
            }
        }

        return right;

        bool IsAsked(string line) => names.Length == 0 || names.Any(name => line.Contains(name, StringComparison.OrdinalIgnoreCase));

        IEnumerable<Measured> Measure(Case work)
        {
            Trial trial = new(gpu, work);
            return work.Variants.Select(variant => trial.Run(variant, seconds));
        }
    }

    static IEnumerable<Case> All(DeviceInfo device, int elements) =>
    [
        .. GemmCases.All(device), .. ElementwiseCases.All(elements), .. RowCases.All(elements), .. OptimizerCases.All(elements),
        .. MoveCases.All(elements), .. ImageCases.All(), .. ConvCases.All(),
    ];
}
