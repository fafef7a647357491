using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>A matrix product's kernel, its workgroup, its grid, and its specialisation constants from id 30 on.</summary>
readonly record struct GemmKernel(string Shader, uint LocalSize, Groups Groups, uint[] Specialization);

/// <summary>
/// Which kernel does a piece of work, by what the device is and not by a stopwatch, so that the same device gives the same bits. What is
/// watched has no say in it.
/// </summary>
static class KernelChoice
{
    /// <param name="pairedA">Whether A starts at a multiple of 8 bytes.</param>
    /// <param name="pairedB">Whether B does.</param>
    public static GemmKernel Gemm(DeviceInfo device, MatMul op, GemmShape shape, bool pairedA, bool pairedB) => Switches.Gemm switch
    {
        "GemmRow" when IsRow(shape) => Row(device, op, shape),
        "GemmSubgroup" when HasSmallSubgroups(device) && device.HasInt64 => Subgroup(device.SubgroupSize, op, shape, pairedA, pairedB),
        "GemmPlain" => Plain(shape),
        "Gemm" => Tiles(shape),
        _ => IsRow(shape) ? Row(device, op, shape)
            : !HasSmallSubgroups(device) ? Tiles(shape)
            : device.HasInt64 ? Subgroup(device.SubgroupSize, op, shape, pairedA, pairedB)
            : Plain(shape),
    };

    static bool IsRow(GemmShape shape) => shape is { M: 1, Batch: 1 };

    static bool HasSmallSubgroups(DeviceInfo device) => device.SubgroupSize is >= 4 and <= 16;

    /// <summary>A row of one: lanes own columns where B's rows run along n, and share one where they run along k.</summary>
    static GemmKernel Row(DeviceInfo device, MatMul op, GemmShape shape)
    {
        // Few lanes a workgroup on a CPU driver, so that a short row still gives every core work; its loads are gathers either way.
        bool cpu = device.SubgroupSize <= 16;
        uint local = cpu ? 16u : 64u;
        uint columns = op.TransposeB && !cpu ? 1 : local;
        return new GemmKernel("GemmRow", local, Groups.Linear(shape.N, columns), [columns]);
    }

    /// <summary>One subgroup makes 16 rows by two columns a lane, with 64-bit loads where rows allow.</summary>
    static GemmKernel Subgroup(uint lanes, MatMul op, GemmShape shape, bool pairedA, bool pairedB)
    {
        uint wideA = pairedA && (op.TransposeA ? shape.M : shape.K) % 2 == 0 ? 1u : 0u;
        uint wideB = pairedB && (op.TransposeB ? shape.K : shape.N) % 2 == 0 ? 1u : 0u;
        return new GemmKernel("GemmSubgroup", lanes,
            Groups.Of(Tiles(shape.N, (int)lanes * 2), Tiles(shape.M, 16), shape.Batch), [wideA, wideB]);
    }

    /// <summary>Shared-memory tiles for GPUs; smaller ones where large would leave most of the device idle.</summary>
    static GemmKernel Tiles(GemmShape shape)
    {
        int tile = (long)Tiles(shape.M, 64) * Tiles(shape.N, 64) * shape.Batch >= 64 ? 64 : 32;
        return new GemmKernel("Gemm", 256, Groups.Of(Tiles(shape.N, tile), Tiles(shape.M, tile), shape.Batch), [(uint)tile, (uint)tile]);
    }

    /// <summary>An invocation an element: any device.</summary>
    static GemmKernel Plain(GemmShape shape) => new("GemmPlain", 64, Groups.Linear((long)shape.Batch * shape.M * shape.N), []);

    static int Tiles(int size, int tile) => (size + tile - 1) / tile;
}
