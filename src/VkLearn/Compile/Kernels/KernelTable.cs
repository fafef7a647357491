using VkLearn.Gpu;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// Which kernel does a piece of work, by what the device is and not by a stopwatch, so that the same device gives the same bits. What is
/// watched has no say in it. A choice file, made with a stopwatch once (vklearn tune), goes before the table, VKLEARN_GEMM before both.
/// </summary>
static class KernelTable
{
    const int WalkLocalSize = 256; // that of Walk.comp

    /// <summary>The first row that can and says that it is best is taken: from the narrowest use to the fallback.</summary>
    static readonly GemmVariant[] Table =
    [
        new("GemmRowPairs", "one row on CPU drivers: 64-bit loads halve the gathers",
            Can: (device, work) => IsRow(work.Shape) && !work.Op.TransposeB && HasLoneSubgroups(device),
            Best: (_, _) => true, RowPairs),
        new("GemmRow", "one row: nothing to reuse, so lanes split K or own columns",
            Can: (_, work) => IsRow(work.Shape), Best: (_, _) => true, Row),
        new("GemmSubgroup-32x8", "CPU drivers: loads are dear there, and a larger tile has fewer for each sum",
            Can: (device, _) => HasLoneSubgroups(device), Best: (device, work) => FillSubgroups(device, work.Shape, columns: 8, tiles: 32),
            (device, work) => Subgroup("GemmSubgroup-32x8", device, work, rows: 32, pairs: 4)),
        new("GemmSubgroup-32x4", "where there are too few of those; compiles in half the time",
            Can: (device, _) => HasLoneSubgroups(device), Best: (device, work) => FillSubgroups(device, work.Shape, columns: 4, tiles: 8),
            (device, work) => Subgroup("GemmSubgroup-32x4", device, work, rows: 32, pairs: 2)),
        new("GemmSubgroup-16x4", "where few rows are left of a tile",
            Can: (device, _) => HasLoneSubgroups(device), Best: (device, work) => work.Shape.N > 2 * device.SubgroupSize,
            (device, work) => Subgroup("GemmSubgroup-16x4", device, work, rows: 16, pairs: 2)),
        new("GemmSubgroup-16x2", "where half of such a tile would lie outside",
            Can: (device, _) => HasLoneSubgroups(device), Best: (_, _) => true,
            (device, work) => Subgroup("GemmSubgroup-16x2", device, work, rows: 16, pairs: 1)),
        new("Gemm-128x128", "GPUs with registers for 8 x 8 sums an invocation, 4 for each float from shared memory; enough tiles",
            Can: (device, _) => Holds(device, invocations: 256, vectors: 2 * 8 * (33 + 33)),
            Best: (device, work) => HasManyRegisters(device) && Tiles(work.Shape, 128, 128) >= 128,
            (_, work) => Tiled("Gemm-128x128", work, rows: 128, columns: 128, block: (8, 8), depth: 8)),
        new("Gemm-64x128", "GPUs: where there are too few of those, or of registers: 4 x 8 sums",
            Can: (device, _) => Holds(device, invocations: 256, vectors: 2 * 16 * (17 + 33)),
            Best: (device, work) => IsGpu(device) && Tiles(work.Shape, 64, 128) >= 128,
            (_, work) => Tiled("Gemm-64x128", work, rows: 64, columns: 128, block: (4, 8), depth: 16)),
        new("Gemm-64x64", "GPUs: where there are too few of those, too",
            Can: (device, _) => Holds(device, invocations: 128, vectors: 2 * 16 * (17 + 17)),
            Best: (device, work) => IsGpu(device) && Tiles(work.Shape, 64, 64) >= 64,
            (_, work) => Tiled("Gemm-64x64", work, rows: 64, columns: 64, block: (4, 8), depth: 16)),
        new("Gemm-32x32x4", "GPUs: a small result of a long sum, such as a tall gradient: four parts of a workgroup share K",
            Can: (device, _) => Holds(device, invocations: 256, vectors: 2 * 4 * 8 * (9 + 9)),
            Best: (device, work) => IsGpu(device) && Tiles(work.Shape, 32, 32) < 64 && work.Shape.K >= 256,
            (_, work) => Tiled("Gemm-32x32x4", work, rows: 32, columns: 32, block: (4, 4), depth: 8, split: 4)),
        new("Gemm-32x32", "GPUs: where larger tiles would leave most of the device idle",
            Can: (device, _) => Holds(device, invocations: 64, vectors: 2 * 16 * (9 + 9)),
            Best: (device, _) => IsGpu(device),
            (_, work) => Tiled("Gemm-32x32", work, rows: 32, columns: 32, block: (4, 4), depth: 16)),
        new("GemmPlain", "an invocation an element: any device",
            Can: (_, _) => true, Best: (_, _) => true, (_, work) => Plain(work)),
    ];

    /// <summary>What VKLEARN_GEMM and choice files name, on any device.</summary>
    public static IEnumerable<string> Names => Table.Select(row => row.Name);

    /// <summary>Every way to do a product on a device, the table's own choice first.</summary>
    public static IEnumerable<GemmKernel> Variants(DeviceInfo device, GemmWork work) =>
        Rows(device, work).Select(row => row.Kernel(device, work));

    /// <param name="tuned">A choice file's variants by <see cref="GemmWork.Key"/>. One that cannot do the work is passed over.</param>
    public static GemmKernel Gemm(DeviceInfo device, GemmWork work, IReadOnlyDictionary<string, string> tuned) =>
        Gemm(device, work, work, tuned);

    /// <summary>The kernel for a batch of products that is chosen as for one of them.</summary>
    public static GemmKernel Gemm(DeviceInfo device, GemmWork like, GemmWork work, IReadOnlyDictionary<string, string> tuned)
    {
        List<GemmVariant> rows = [.. Rows(device, like)];
        string? asked = Switches.Gemm ?? tuned.GetValueOrDefault(like.Key);
        GemmVariant? named = asked is null ? null : rows.Find(row => row.IsNamed(asked));
        return (named ?? rows[0]).Kernel(device, work);
    }

    static IEnumerable<GemmVariant> Rows(DeviceInfo device, GemmWork work) =>
        Table.Where(row => row.Can(device, work)).OrderByDescending(row => row.Best(device, work));

    /// <summary>Whether a workgroup of this device is large enough for <see cref="Walk"/>.</summary>
    public static bool CanWalk(DeviceInfo device) => HasLoneSubgroups(device) || Holds(device, WalkLocalSize, vectors: 0);

    /// <summary>A stack of equal layers of M rows, N wide.</summary>
    public static GemmKernel Walk(DeviceInfo device, GemmShape shape) =>
        HasLoneSubgroups(device) && Switches.WalkKernel != "Walk"
            ? new GemmKernel("WalkSubgroup", "WalkSubgroup", device.SubgroupSize, Tiles(shape.M, 16), [])
            : new GemmKernel("Walk", "Walk", WalkLocalSize, Tiles(shape.M, WalkLocalSize / shape.N), []);

    /// <summary>
    /// A walk over the steps of sequences (shaders/include/recurrent.glsl); null where a step of one does not fit into shared memory.
    /// </summary>
    /// <param name="sums">Sums of products that a unit needs at a step.</param>
    /// <param name="held">How many floats of a sequence are multiplied at a step.</param>
    /// <param name="isPaired">Whether all rows begin where a pair of floats may.</param>
    public static GemmKernel? Recurrence(
        DeviceInfo device, RecurrentShaders shaders, RecurrentSizes sizes, int sums, int held, bool isPaired)
    {
        if (HasLoneSubgroups(device) && Switches.WalkKernel != "Walk")
        {
            const int mostSums = 4; // pairs of columns a lane: more code runs slower
            int blocks = Math.Clamp(Tiles(sizes.Units, 2 * (int)device.SubgroupSize), 1, mostSums / sums);
            int few = sizes.Sequences switch { > 16 => 16, > 4 => 8, > 1 => 4, _ => 1 }; // so that two cores have work
            return new GemmKernel(shaders.Subgroup, shaders.Subgroup, device.SubgroupSize, Tiles(sizes.Sequences, few),
                [("ROWS", few), ("BLOCKS", blocks), ("WIDE", isPaired)]);
        }

        int rows = Math.Min(Math.Clamp(sizes.Sequences, 1, 4), (int)device.Limits.SharedMemoryBytes / (held * sizeof(float)));
        return rows < 1 ? null : new GemmKernel(
            shaders.Plain, shaders.Plain, sizes.Units <= 64 ? 64u : 128u, Tiles(sizes.Sequences, rows), [("ROWS", rows)]);
    }

    /// <summary>
    /// A walk over the levels of trees (shaders/include/treewalk.glsl); null where a node does not fit into shared memory.
    /// </summary>
    /// <param name="sums">Sums of products that a unit needs at a node.</param>
    /// <param name="held">How many floats of a node are multiplied with weights.</param>
    /// <param name="isPaired">Whether all rows begin where a pair of floats may.</param>
    public static GemmKernel? Trees(
        DeviceInfo device, RecurrentShaders shaders, TreeSizes sizes, int units, int sums, int held, bool isPaired)
    {
        if (HasLoneSubgroups(device) && Switches.WalkKernel != "Walk")
        {
            const int mostSums = 4; // pairs of columns a lane: more code runs slower
            int blocks = Math.Clamp(Tiles(units, 2 * (int)device.SubgroupSize), 1, Math.Max(1, mostSums / sums));
            return new GemmKernel(shaders.Subgroup, shaders.Subgroup, device.SubgroupSize, sizes.Groups,
                [("ROWS", Math.Min(8, (int)device.SubgroupSize)), ("BLOCKS", blocks), ("WIDE", isPaired)]);
        }

        int rows = Math.Min(4, (int)device.Limits.SharedMemoryBytes / (held * sizeof(float)));
        return rows < 1 ? null
            : new GemmKernel(shaders.Plain, shaders.Plain, units <= 64 ? 64u : 128u, sizes.Groups, [("ROWS", rows)]);
    }

    /// <summary>The gradient of what a walk over trees multiplies with, where loads are dear; null elsewhere.</summary>
    /// <param name="isPaired">Whether the nodes' gradients begin where a pair of floats may.</param>
    public static GemmKernel? TreeWeight(DeviceInfo device, int units, int sums, int matrices, bool isPaired)
    {
        if (!HasLoneSubgroups(device) || Switches.WalkKernel == "Walk")
        {
            return null;
        }

        int lanes = (int)device.SubgroupSize, blocks = sums > 2 * lanes ? 2 : 1, parts = 2 * units > lanes ? 2 : 1;
        return new GemmKernel("TreeWeightSubgroup", "TreeWeightSubgroup", device.SubgroupSize,
            Groups.Of(matrices, Tiles(2 * units, parts * lanes), Tiles(sums, 2 * blocks * lanes)),
            [("WIDE", isPaired && sums % 2 == 0), ("BLOCKS", blocks), ("PARTS", parts)]);
    }

    static bool IsRow(GemmShape shape) => shape is { M: 1, Batch: 1 };

    /// <summary>
    /// A CPU driver whose kernels may be of one subgroup a workgroup, with 64-bit integers, which bring two floats a load.
    /// </summary>
    public static bool HasLoneSubgroups(DeviceInfo device) =>
        device is { Class: DeviceClass.CpuDriver, HasLoneSubgroups: true, SubgroupSize: >= 4 and <= 16, HasInt64: true };

    /// <summary>Whether tiles of 32 rows by so many columns a lane are enough for many cores, and little of them lies outside.</summary>
    static bool FillSubgroups(DeviceInfo device, GemmShape shape, int columns, int tiles)
    {
        const int rows = 32;
        int width = columns * (int)device.SubgroupSize, below = Tiles(shape.M, rows) * rows - shape.M;
        int beside = Tiles(shape.N, width) * width - shape.N;
        return below * 4 <= shape.M && beside * 4 <= shape.N && Tiles(shape, rows, width) >= tiles;
    }

    /// <summary>128 of 32 bits an invocation and more. Intel's have 128 in all for 8 lanes; what others have we do not know.</summary>
    static bool HasManyRegisters(DeviceInfo device) => device.Class is DeviceClass.Nvidia or DeviceClass.Amd;

    static bool IsGpu(DeviceInfo device) => device.Class != DeviceClass.CpuDriver;

    /// <summary>A row of one: lanes own columns where B's rows run along n, and share one where they run along k.</summary>
    static GemmKernel Row(DeviceInfo device, GemmWork work)
    {
        // Few lanes a workgroup on a CPU driver, so that a short row still gives every core work; its loads are gathers either way.
        bool cpu = !IsGpu(device);
        uint local = cpu ? 16u : 64u;
        uint columns = work.Op.TransposeB && !cpu ? 1 : local;
        return new GemmKernel("GemmRow", "GemmRow", local, Groups.Linear(work.Shape.N, columns),
            [("COLUMNS", columns), .. Halves(work)]);
    }

    /// <summary>A subgroup makes four columns a lane.</summary>
    static GemmKernel RowPairs(DeviceInfo device, GemmWork work)
    {
        uint columns = device.SubgroupSize * 4;
        return new GemmKernel("GemmRowPairs", "GemmRowPairs", device.SubgroupSize, Groups.Linear(work.Shape.N, columns),
            [("COLUMNS", columns), ("WIDE", work.PairedB && work.Shape.N % 2 == 0), .. Halves(work)]);
    }

    /// <summary>One subgroup makes so many rows by two columns a lane in each of so many pairs.</summary>
    static GemmKernel Subgroup(string name, DeviceInfo device, GemmWork work, int rows, int pairs)
    {
        const int depth = 4; // steps of k a round: more code is decoded and compiled more slowly
        (MatMul op, GemmShape shape) = (work.Op, work.Shape);
        uint readA = Reading(work.PairedA, op.TransposeA ? shape.M : shape.K);
        uint readB = Reading(work.PairedB, op.TransposeB ? shape.K : shape.N);
        Groups grid = Grid(shape, rows, pairs * 2 * (int)device.SubgroupSize);
        bool rowsFirst = shape.M < shape.N; // A is the smaller
        return new GemmKernel(name, "GemmSubgroup", device.SubgroupSize, rowsFirst ? new Groups(grid.Y, grid.X, grid.Z) : grid,
            [
                ("READ_A", readA), ("READ_B", readB), ("ROWS", rows), ("PAIRS", pairs), ("DEPTH", depth), ("ROWS_FIRST", rowsFirst),
                .. Halves(work),
            ]);
    }

    /// <summary>How GemmSubgroup.comp reads an operand: float by float, by two in all rows, or as far as odd rows allow.</summary>
    static uint Reading(bool paired, int rowLength) => !paired ? 0u : rowLength % 2 == 0 ? 1u : 2u;

    /// <summary>Shared-memory tiles for GPUs.</summary>
    /// <param name="rows">Those that a workgroup makes.</param>
    /// <param name="columns">Those that a workgroup makes.</param>
    /// <param name="block">What an invocation makes.</param>
    /// <param name="depth">Steps of k in shared memory at once, twice.</param>
    /// <param name="split">Parts of a workgroup that share K.</param>
    static GemmKernel Tiled(string name, GemmWork work, int rows, int columns, (int Rows, int Columns) block, int depth, int split = 1)
    {
        (MatMul op, GemmShape shape) = (work.Op, work.Shape);
        bool wideA = work.AlignedA && (op.TransposeA ? shape.M : shape.K) % 4 == 0;
        bool wideB = work.AlignedB && (op.TransposeB ? shape.K : shape.N) % 4 == 0;
        uint local = (uint)(split * (rows / block.Rows) * (columns / block.Columns));
        return new GemmKernel(name, "Gemm", local, Grid(shape, rows, columns),
            [
                ("TILE_M", rows), ("TILE_N", columns), ("ROWS", block.Rows), ("COLUMNS", block.Columns), ("DEPTH", depth), ("SPLIT", split),
                ("WIDE_A", wideA), ("WIDE_B", wideB), .. Halves(work),
            ]);
    }

    /// <summary>Whether a workgroup may have so many invocations, and vectors of four floats in shared memory.</summary>
    static bool Holds(DeviceInfo device, uint invocations, uint vectors) =>
        device.Limits.WorkgroupInvocations >= invocations && device.Limits.SharedMemoryBytes >= vectors * 16;

    static GemmKernel Plain(GemmWork work) => new("GemmPlain", "GemmPlain", 64,
        Groups.Linear((long)work.Shape.Batch * work.Shape.M * work.Shape.N), [.. Halves(work)]);

    /// <summary>Which operands are halves, where one is.</summary>
    static Constant[] Halves(GemmWork work) => work.HalfA || work.HalfB
        ? [new Constant("HALF_A", work.HalfA ? 1u : 0u, IsOptional: true), new Constant("HALF_B", work.HalfB ? 1u : 0u, IsOptional: true)]
        : [];

    static Groups Grid(GemmShape shape, int rows, int columns) =>
        Groups.Of(Tiles(shape.N, columns), Tiles(shape.M, rows), shape.Batch);

    static long Tiles(GemmShape shape, int rows, int columns) => (long)Tiles(shape.M, rows) * Tiles(shape.N, columns) * shape.Batch;

    static int Tiles(int size, int tile) => (size + tile - 1) / tile;
}
