using VkLearn.Gpu;
using VkLearn.Ops;

namespace VkLearn.Compile;

/// <summary>Dispatches convolutions and their gradients (shaders/include/conv.glsl), by a kernel that suits the device.</summary>
static class Convolution
{
    const uint ForwardRole = 0, TransposedRole = 1, WeightRole = 2;

    /// <summary>Groups of fewer channels go an element an invocation where tiles are of more: one would be nearly empty.</summary>
    const int FewRows = 4;

    /// <summary>Multiply-adds between two loads of a CPU driver's tile: more is code that a core does not keep decoded.</summary>
    const int MostInARound = 1200;

    /// <summary>A convolution's sizes as its kernels name them.</summary>
    /// <param name="Source">The image that is read, [N, C, H, W].</param>
    /// <param name="Result">The result's image; of a weight gradient y's.</param>
    readonly record struct Work(uint Role, Window Window, int Groups, Shape Source, Shape Result)
    {
        public int Rows => Result[1] / Groups;
        public int Depth => Source[1] / Groups;
        public bool IsTransposed => Role == TransposedRole;

        /// <summary>Sets of pixels that meet the same taps, along each axis.</summary>
        public int PhasesDown => IsTransposed ? Window.Rows.Stride : 1;
        public int PhasesAcross => IsTransposed ? Window.Columns.Stride : 1;

        /// <summary>Products that share nothing: of the groups and phases.</summary>
        public int Sets => Groups * PhasesDown * PhasesAcross;

        /// <summary>The rows and columns of the largest phase.</summary>
        public int Down => Tiles(Result[2], PhasesDown);
        public int Across => Tiles(Result[3], PhasesAcross);

        /// <summary>The most taps down that a phase meets.</summary>
        public int TapsDown => IsTransposed ? Tiles(Window.Height, Window.Rows.Stride / Common(Window.Rows)) : Window.Height;

        /// <summary>Of each pair of channels, each pixel of the smaller image meets each tap.</summary>
        public double Flops => 2.0 * Window.Height * Window.Width * (IsTransposed ? Source.Count * Rows : Result.Count * Depth);

        /// <summary>The constants of conv.glsl, of which a kernel uses some.</summary>
        public IEnumerable<Constant> Constants(bool epilogue) =>
            ((Constant[])
            [
                ("ROLE", Role), ("KERNEL_H", Window.Height), ("KERNEL_W", Window.Width), ("EPILOGUE", epilogue),
                ("STRIDE_Y", Window.Rows.Stride), ("PADDING_Y", Window.Rows.Before), ("DILATION_Y", Window.Rows.Dilation),
                ("STRIDE_X", Window.Columns.Stride), ("PADDING_X", Window.Columns.Before), ("DILATION_X", Window.Columns.Dilation),
                ("COMMON_Y", Common(Window.Rows)), ("COMMON_X", Common(Window.Columns)),
            ]).Select(constant => constant with { IsOptional = true });

        public Arg[] Sizes => [Source[0], Source[1], Source[2], Source[3], Result[1], Result[2], Result[3], Groups];

        static int Common(WindowAxis axis) => Gcd(axis.Stride, axis.Dilation);

        static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
    }

    /// <summary>A kernel, its workgroup, its grid, and the specialisation constants that it has beside those of all convolutions.</summary>
    readonly record struct Chosen(string Shader, uint LocalSize, Groups Groups, Constant[] Constants);

    public static void Forward(Pass pass, Conv2dOp op, Tensor[] inputs, Tensor[] outputs, FusedProgram? program)
    {
        Work work = new(ForwardRole, op.WindowOf(inputs[1]), op.Groups, inputs[0].Shape, op.ResultOf(inputs[0], inputs[1]));
        Images(pass, work, inputs, outputs, program);
    }

    public static void Transposed(Pass pass, ConvTranspose2dOp op, Tensor[] inputs, Tensor[] outputs, FusedProgram? program)
    {
        Window window = op.Forward.WindowOf(inputs[1]);
        Shape result = [inputs[0].Shape[0], inputs[1].Shape[1] * op.Groups, op.Height, op.Width];
        Images(pass, new Work(TransposedRole, window, op.Groups, inputs[0].Shape, result), inputs, outputs, program);
    }

    public static void Weight(Pass pass, Conv2dWeightGradient op, Tensor[] inputs, Tensor[] outputs)
    {
        (Tensor x, Tensor gradient) = (inputs[0], inputs[1]);
        Work work = new(WeightRole, op.Window, op.Groups, x.Shape, gradient.Shape);
        Chosen kernel = WeightKernel(pass, work, op.Parts, pairedX: HasPairs(x), pairedY: HasPairs(gradient));
        if (kernel.Shader == "Conv2dWeightSubgroup")
        {
            Simple(pass, work, kernel, [gradient, x, outputs[0], .. work.Sizes, op.Parts]);
        }
        else
        {
            Dispatch(pass, work, kernel, [gradient, x], outputs, null, [op.Parts, .. new Arg[FusedProgram.MaxImmediates - 1]]);
        }

        pass.Computes(work.Flops);
    }

    /// <summary>
    /// Into how many parts a weight gradient is summed: enough for a device to be busy with tiles of 16 channels by 8 lines of taps, and
    /// for what is read of a part, which each tile reads anew, to lie near a core; but the parts take no more memory than what is read.
    /// </summary>
    public static int WeightParts(Shape x, Shape gradient, int groups, Window window)
    {
        const int busy = 64, near = 1 << 16; // near: floats
        (int images, int outChannels, int depth) = (x[0], gradient[1], x[1] / groups);
        int tiles = groups * Tiles(outChannels / groups, 16) * Tiles(depth * window.Height, 8);
        long read = x.Count + gradient.Count, made = (long)outChannels * depth * window.Height * window.Width;
        return read == 0 || made == 0 ? 1 : (int)Math.Clamp(Math.Max(busy / tiles, Math.Min(read / near, read / made)), 1, images);
    }

    static void Images(Pass pass, Work work, Tensor[] inputs, Tensor[] outputs, FusedProgram? program)
    {
        (Tensor image, Tensor weights) = (inputs[0], inputs[1]);
        Chosen kernel = ImageKernel(pass, work, HasPairs(image));
        if (kernel.Shader == "Conv2dSubgroup")
        {
            weights = Packed(pass, work, weights, Tile(work).Rows);
        }

        Arg[] extra = [.. program?.Inputs.Skip(1).Select(input => (Arg)input.Tensor) ?? []];
        Dispatch(pass, work, kernel, [weights, image, .. extra], outputs, program,
            [.. program?.ImmediateArguments ?? new Arg[FusedProgram.MaxImmediates]]);
        pass.Computes(work.Flops);
    }

    /// <summary>A kernel that runs a program, or none, on what it makes.</summary>
    static void Dispatch(
        Pass pass, Work work, Chosen kernel, Arg[] inputs, Tensor[] outputs, FusedProgram? program, Arg[] immediates)
    {
        pass.Dispatch(kernel.Shader, kernel.Groups, kernel.LocalSize,
            [.. program?.Constants ?? [], .. work.Constants(epilogue: program is not null), .. kernel.Constants],
            [
                .. FusedElementwise.Addresses(inputs, 2 + FusedProgram.MaxBesideProduct),
                .. FusedElementwise.Addresses([.. outputs], FusedProgram.MaxOutputs),
                FusedElementwise.Counters(pass, program),
                .. work.Sizes,
                .. immediates,
            ]);
    }

    /// <summary>A kernel that runs no program.</summary>
    static void Simple(Pass pass, Work work, Chosen kernel, Arg[] arguments) => pass.Dispatch(
        kernel.Shader, kernel.Groups, kernel.LocalSize, [.. work.Constants(epilogue: false), .. kernel.Constants], arguments);

    /// <summary>The weights in the order that Conv2dSubgroup.comp reads.</summary>
    static Tensor Packed(Pass pass, Work work, Tensor weights, int rows)
    {
        int taps = work.TapsDown * work.Window.Width;
        int count = work.Groups * Tiles(work.Rows, rows) * work.PhasesDown * work.Depth * taps * rows;
        Tensor packed = new(new TensorType([count], DType.Float32));
        Simple(pass, work, new Chosen("Conv2dPack", 64, pass.InRounds(count), [("ROWS", rows)]), [weights, packed, .. work.Sizes]);
        return packed;
    }

    static Chosen ImageKernel(Pass pass, Work work, bool paired)
    {
        switch (KindOf(pass.Device, work))
        {
            case "Conv2dPlain":
                return new Chosen("Conv2dPlain", 64, pass.InRounds(work.Result.Count), []);
            case "Conv2dSubgroup":
                (int rows, int pixels) = Tile(work);
                long blocks = (long)work.Source[0] * work.Down * Tiles(work.Result[3], pixels);
                return new Chosen("Conv2dSubgroup", pass.Device.SubgroupSize,
                    Groups.Linear(Tiles(blocks, (int)pass.Device.SubgroupSize) * work.PhasesDown * work.Groups * Tiles(work.Rows, rows), 1),
                    [("ROWS", rows), ("PIXELS", pixels), ("LINES", work.Window.Width == 1 ? 2 : 1), ("PAIRED", paired)]);
            default:
                return Tiled(pass.Device, work.Rows, (long)work.Source[0] * work.Down * work.Across, work.Sets);
        }
    }

    static Chosen WeightKernel(Pass pass, Work work, int parts, bool pairedX, bool pairedY)
    {
        int columns = work.Depth * work.Window.Height * work.Window.Width;
        switch (KindOf(pass.Device, work))
        {
            case "Conv2dPlain":
                return new Chosen("Conv2dPlain", 16, pass.InRounds((long)parts * work.Result[1] * columns, 16), []);
            case "Conv2dSubgroup":
                (int rows, int lines, int steps) = WeightTile(work, (int)pass.Device.SubgroupSize);
                return new Chosen("Conv2dWeightSubgroup", pass.Device.SubgroupSize,
                    Groups.Of(Tiles(work.Depth * work.Window.Height, lines * (int)pass.Device.SubgroupSize), Tiles(work.Rows, rows),
                        parts * work.Groups),
                    [("ROWS", rows), ("STEPS", steps), ("LINES", lines), ("PAIRED", pairedY), ("PAIRED_X", pairedX)]);
            default:
                return Tiled(pass.Device, work.Rows, columns, parts * work.Groups);
        }
    }

    /// <summary>Whether each row of an image begins where two floats may be read at once.</summary>
    static bool HasPairs(Tensor image) => image.Shape[3] % 2 == 0 && Gemm.IsPaired(image);

    /// <summary>By what the device is, and the group's channels; VKLEARN_CONV goes before both.</summary>
    static string KindOf(DeviceInfo device, Work work)
    {
        // A lane reads two floats at once, as 64-bit integers. Of a larger stride or a wider kernel it would own more sums, phase beside
        // phase and tap beside tap, than any machine has registers for, and its code would take seconds to compile.
        bool canSubgroup = KernelTable.HasLoneSubgroups(device) && work.PhasesAcross <= 4 && work.Window.Width <= 11;
        bool isFew = work.Rows < FewRows;
        return Switches.Conv is { } asked && (canSubgroup || asked != "Conv2dSubgroup") ? asked.Split('-')[0]
            : canSubgroup && !(isFew && work.Role == WeightRole) ? "Conv2dSubgroup"
            : isFew ? "Conv2dPlain" : "Conv2d";
    }

    static Chosen Tiled(DeviceInfo device, int rows, long columns, int sets)
    {
        ConvolutionTile tile = ConvolutionTile.For(device, rows, columns, sets);
        return new Chosen("Conv2d", tile.LocalSize, tile.Grid(rows, columns, sets), tile.Constants);
    }

    /// <summary>
    /// Channels by neighbours of a row that a lane of Conv2dSubgroup.comp owns: whole strides, as few beyond the row's end as can be, and
    /// where several do as well the first of those that were measured fastest.
    /// </summary>
    static (int Rows, int Pixels) Tile(Work work)
    {
        int stride = work.PhasesAcross;
        int[] strides = stride > 1 ? [4, 7, 6, 5, 3, 2, 1] : work.Rows <= 4 ? [16, 14, 12, 10, 8, 7, 6, 4, 2] : [8, 14, 12, 10, 7, 6, 4, 2];
        int pixels = stride * strides.MinBy(count => Tiles(work.Result[3], stride * count) * count);
        int rows = Rows(work.Rows, most: stride == 1 && pixels <= 8 ? 32 : 16);
        int taps = Tiles(work.Window.Width, stride);
        while (rows > 4 && rows * pixels * taps > MostInARound)
        {
            rows /= 2;
        }

        return (rows, pixels);
    }

    /// <summary>Channels of y, lines of taps a lane and pixels a round of Conv2dWeightSubgroup.comp.</summary>
    static (int Rows, int Lines, int Steps) WeightTile(Work work, int lanes)
    {
        int width = work.Window.Width, pixels = work.Result[3], all = work.Depth * work.Window.Height;
        int steps = pixels % 2 == 1 && pixels < 16 ? pixels : ((int[])[8, 14, 12, 10, 6, 4, 2]).MinBy(size => Tiles(pixels, size) * size);
        int rows = Math.Max(8, Rows(work.Rows, most: 16)), lines = width <= 2 ? 4 : 2;
        while (lines > 1 && (lines * lanes > all || rows * lines * width * steps > MostInARound))
        {
            lines /= 2;
        }

        return (rows > 8 && rows * lines * width * steps > MostInARound ? rows / 2 : rows, lines, steps);
    }

    /// <summary>A power of two of channels a tile, from 2; more than 16 only where no more lie outside than with 16.</summary>
    static int Rows(int rows, int most) =>
        rows <= 2 ? 2 : rows <= 4 ? 4 : rows <= 8 ? 8 : Tiles(rows, most) * most == Tiles(rows, 16) * 16 ? most : 16;

    static long Tiles(long size, int tile) => (size + tile - 1) / tile;

    static int Tiles(int size, int tile) => (size + tile - 1) / tile;
}
