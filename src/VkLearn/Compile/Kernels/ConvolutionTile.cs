using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>What a workgroup of Conv2d.comp makes: channels of the result by its pixels, or by taps of a weights' gradient.</summary>
/// <param name="Block">Columns of it that an invocation makes, by four channels.</param>
readonly record struct ConvolutionTile(int Rows, int Columns, int Block)
{
    const int BlockRows = 4, Depth = 16;

    /// <summary>Of more channels before fewer; the last is also for few tiles, so that more of a device has work.</summary>
    static readonly ConvolutionTile[] all = [new(64, 128, Block: 8), new(32, 64, Block: 4), new(16, 128, Block: 4), new(32, 32, Block: 4)];

    /// <summary>What VKLEARN_CONV takes, to make it anywhere.</summary>
    public string Name => $"Conv2d-{Rows}x{Columns}";

    public static IEnumerable<string> Names => all.Select(tile => tile.Name);

    public uint LocalSize => (uint)(Rows / BlockRows * (Columns / Block));

    public Constant[] Constants =>
        [("TILE_M", Rows), ("TILE_N", Columns), ("ROWS", BlockRows), ("COLUMNS", Block), ("DEPTH", Depth)];

    /// <summary>The tile for a product of so many rows and columns, that there are so many of.</summary>
    public static ConvolutionTile For(DeviceInfo device, int rows, long columns, int products)
    {
        const int enough = 64;
        ConvolutionTile asked = all.FirstOrDefault(tile => tile.Name == Switches.Conv);
        ConvolutionTile fitting = all.First(tile => rows > tile.Rows / 2 || tile.Rows == 16);
        return asked.Rows > 0 && asked.IsHeldBy(device) ? asked
            : fitting.IsHeldBy(device) && fitting.Grid(rows, columns, products) is var grid && (long)grid.X * grid.Y * grid.Z >= enough
            ? fitting : all[^1];
    }

    public Groups Grid(int rows, long columns, int products) => Groups.Linear(columns, (uint)Columns) with
    {
        Y = (uint)((rows + Rows - 1) / Rows),
        Z = (uint)products,
    };

    /// <summary>Whether a workgroup may have so many invocations, and two of each of its tiles in shared memory.</summary>
    bool IsHeldBy(DeviceInfo device)
    {
        const int vector = 16, steps = 2 * Depth * vector; // bytes
        int tiles = 2 * Depth * (Rows / 4 + 1 + Columns / 4 + 1) * vector;
        return device.Limits.WorkgroupInvocations >= LocalSize && device.Limits.SharedMemoryBytes >= tiles + steps;
    }
}
