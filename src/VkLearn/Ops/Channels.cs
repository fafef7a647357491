using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Ops;

/// <summary>
/// What ops over the channels of [N, C, ...] share: sums over all but the channels (shaders/include/channels.glsl), and a number a channel
/// beside them.
/// </summary>
static class Channels
{
    const uint Whole = 0, Part = 1, Together = 2;

    /// <summary>Images, channels, and elements that an image has in a channel.</summary>
    public static (int Images, int Count, int Size) Of(Shape shape) =>
        (shape[0], shape[1], checked((int)Shape.CountOf(shape.Sizes[2..])));

    /// <summary>How many values a channel of [N, C, ...] has.</summary>
    public static long ValuesAChannel(Shape shape) => shape[0] * Shape.CountOf(shape.Sizes[2..]);

    /// <exception cref="ArgumentException">It has no channels, or not as many as there are numbers.</exception>
    public static void Check(string op, Tensor x, Tensor perChannel)
    {
        if (x.Type != DType.Float32 || x.Shape.Rank < 2 || perChannel.Shape.Rank != 1 || perChannel.Shape[0] != x.Shape[1])
        {
            throw new ArgumentException(
                $"{op}: needs Float32 [N, C, ...] and weights [C], received {x.TensorType} and {perChannel.TensorType}.");
        }
    }

    /// <summary>Numbers [C] as they go together with [N, C, ...].</summary>
    public static Tensor Beside(Tensor perChannel, Shape shape)
    {
        int[] sizes = new int[shape.Rank - 1];
        Array.Fill(sizes, 1);
        sizes[0] = perChannel.Shape[0];
        return perChannel.Reshape(Shape.Of(sizes));
    }

    /// <summary>The sum of each channel: [N, C, ...] to [C].</summary>
    public static Tensor Sum(Tensor x)
    {
        (int images, int count, int size) = Of(x.Shape);
        return x.Reshape([images, count, size]).Sum(2).Sum(0);
    }

    /// <summary>The mean of each channel: [N, C, ...] to [C].</summary>
    public static Tensor Mean(Tensor x)
    {
        (int images, int count, int size) = Of(x.Shape);
        return x.Reshape([images, count, size]).Mean(2).Mean(0);
    }

    /// <summary>Whether four elements can be read at a time from each of these.</summary>
    public static bool IsWide(params Tensor[] tensors) => Of(tensors[0].Shape).Size % 4 == 0 && tensors.All(Gemm.IsAligned);

    /// <summary>
    /// Dispatches a kernel that makes two sums of each channel: a workgroup for each, or, where channels are few, for each of so many parts
    /// of it, which a second dispatch puts together.
    /// </summary>
    /// <param name="arguments">Those before: the parts to be written, the parts to be read, images, channels, size, parts.</param>
    /// <param name="more">Those after.</param>
    public static void Reduce(Pass pass, string shader, Shape shape, bool isWide, Arg[] arguments, Arg[] more)
    {
        (int images, int count, int size) = Of(shape);
        int parts = Parts(pass, shape);
        if (parts == 1)
        {
            Run(Whole, Groups.Linear(count, 1), pass.RowLocalSize, Arg.Nothing, Arg.Nothing);
            return;
        }

        Tensor partial = new(new TensorType([count, parts, 2], DType.Float32));
        Run(Part, Groups.Linear((long)count * parts, 1), pass.RowLocalSize, partial, Arg.Nothing);
        Run(Together, Groups.Linear(count, pass.FewLocalSize), pass.FewLocalSize, Arg.Nothing, partial);

        void Run(uint stage, Groups groups, uint local, Arg written, Arg read) => pass.Dispatch(
            shader, groups, local, [("WIDE", isWide), ("STAGE", stage)],
            [.. arguments, written, read, images, count, size, parts, .. more]);
    }

    /// <summary>
    /// How many loads of the same channel an invocation makes one after the other, so that it need not look up whose they are each time; on
    /// GPUs neighbours load neighbours.
    /// </summary>
    public static int Run(Pass pass, int size, bool isWide)
    {
        int most = pass.IsOnCpu ? 16 : 1, loads = isWide ? size / 4 : size;
        return Enumerable.Range(1, most).Last(run => loads % run == 0);
    }

    /// <summary>Into how many parts a channel is cut, so that most of the device has work.</summary>
    static int Parts(Pass pass, Shape shape)
    {
        (int images, int count, int size) = Of(shape);
        (int groups, int least) = pass.IsOnCpu ? (16, 1 << 14) : (512, 1 << 11);
        return (int)Math.Clamp(Math.Min(groups / count, (long)images * size / least), 1, 128);
    }
}
