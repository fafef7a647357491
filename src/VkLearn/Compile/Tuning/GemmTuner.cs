using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// Measures on this device, with a stopwatch, what <see cref="KernelTable"/>'s table says of devices of its kind: each kernel that can do
/// a matrix product, on the products of some recordings. One whose result is wrong is never chosen.
/// </summary>
public sealed class GemmTuner(GpuDevice gpu)
{
    const double ClearlyFaster = 0.97; // of the table's time; less may be noise
    const double Hopeless = 2;         // times the fastest, at the first look

    readonly Dictionary<string, GemmWork> products = [];

    /// <summary>How many products there are to measure.</summary>
    public int Count => products.Count;

    /// <summary>Adds the products of a recording on this device, those that are not there yet.</summary>
    public void Add(Recording recording)
    {
        foreach (GemmWork product in recording.Commands.OfType<KernelCommand>().Select(kernel => kernel.Product?.Work).OfType<GemmWork>())
        {
            products.TryAdd(product.Key, product);
        }
    }

    /// <summary>Measures each product.</summary>
    /// <param name="onMeasured">Told of each when it is done.</param>
    /// <returns>What is to be kept of it in a <see cref="ChoiceFile"/>.</returns>
    /// <exception cref="InvalidOperationException">VKLEARN_GEMM is set, so that there is no choice.</exception>
    public DeviceChoices Run(Action<MeasuredProduct> onMeasured)
    {
        if (Switches.Gemm is { } asked)
        {
            throw new InvalidOperationException($"VKLEARN_GEMM={asked} leaves no choice to be measured: unset it.");
        }

        List<MeasuredProduct> measured = [];
        foreach (GemmWork product in products.Values)
        {
            measured.Add(Measure(product));
            onMeasured(measured[^1]);
        }

        return new DeviceChoices(gpu.Info.Name, gpu.Info.Driver,
            measured.Where(one => one.Chosen != one.Table).ToDictionary(one => one.Product, one => one.Chosen),
            measured.ToDictionary(one => one.Product, one => one.Milliseconds));
    }

    MeasuredProduct Measure(GemmWork product)
    {
        GemmTrial trial = new(gpu, product);
        string[] variants = [.. KernelTable.Variants(gpu.Info, product).Select(kernel => kernel.Variant)];
        List<GemmEntrant> right = [];
        List<string> wrong = [];
        try
        {
            foreach (string variant in variants)
            {
                if (trial.Enter(variant) is { } entrant)
                {
                    right.Add(entrant);
                }
                else
                {
                    wrong.Add(variant);
                }
            }

            string chosen = Choose(right, variants[0]);
            return new MeasuredProduct(
                product.Key, variants[0], chosen, right.ToDictionary(one => one.Variant, one => one.Milliseconds), wrong);
        }
        finally
        {
            right.ForEach(entrant => entrant.Dispose());
        }
    }

    /// <summary>The table's kernel, unless another is clearly faster, and is so once more: of many, one is always lucky once.</summary>
    static string Choose(List<GemmEntrant> right, string table)
    {
        if (right.Find(entrant => entrant.Variant == table) is not { } ours)
        {
            return right.MinBy(entrant => entrant.Milliseconds)?.Variant ?? table;
        }

        double fastest = right.Min(entrant => entrant.Milliseconds);
        GemmEntrant[] hopeful = [ours, .. right.Where(other => other != ours && other.Milliseconds < Hopeless * fastest)];
        if (hopeful.Length == 1)
        {
            GemmEntrant.Race(hopeful); // for its time to be as good as others'
            return table;
        }

        double[] ratios = GemmEntrant.Race(hopeful);
        GemmEntrant best = hopeful[Array.IndexOf(ratios, ratios.Min())];
        return ratios.Min() < ClearlyFaster && GemmEntrant.Race([ours, best])[1] < ClearlyFaster ? best.Variant : table;
    }
}
