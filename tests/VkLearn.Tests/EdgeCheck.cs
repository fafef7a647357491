using System.Collections.Concurrent;
using System.Reflection;
using VkLearn.Compile;
using VkLearn.Gpu;
using Xunit.Sdk;

namespace VkLearn.Tests;

/// <summary>
/// One op at the edges of its sizes: of what its test checks, each axis with 0 elements, with 1 and with 70,000, forward and backward,
/// against float64. <see cref="OpTests"/> does so for whatever it checks, so a new op is in it by itself. What an op refuses it must
/// refuse by an <see cref="ArgumentException"/>. With VKLEARN_TEST_LARGE=1 also 5,000,000.
/// </summary>
sealed class EdgeCheck
{
    const int Long = 70_000, VeryLong = 5_000_000;
    const long MostElements = 500_000; // of all inputs together, so that it takes little time; of very long ones 32 times as many

    static readonly ConcurrentDictionary<string, byte> done = [];

    readonly GpuDevice gpu;
    readonly string name;
    readonly Op? op;
    readonly Func<Tensor[], Tensor[]> body;
    readonly Tolerance tolerance;
    readonly Input[] inputs;
    readonly HashSet<string> compared = []; // which sizes

    EdgeCheck(GpuDevice gpu, string name, Op? op, Func<Tensor[], Tensor[]> body, Tolerance tolerance, Input[] inputs) =>
        (this.gpu, this.name, this.op, this.body, this.tolerance, this.inputs) = (gpu, name, op, body, tolerance, inputs);

    /// <summary>An axis: of an input, or, below 0, of a shape or a size that the op is told.</summary>
    readonly record struct Slot(int Input, int Axis, int Size);

    /// <summary>Checks an op of a name once in a run of the tests: where sizes tell which belong together, so not of a single element.
    /// </summary>
    public static void Once(GpuDevice gpu, string name, Op? op, Func<Tensor[], Tensor[]> body, Tolerance tolerance, Input[] inputs)
    {
        EdgeCheck check = new(gpu, name, op, body, tolerance, inputs);
        bool isForced = Switches.Gemm is not null || Switches.Conv is not null; // kernels of a GPU compile for seconds, anew for each size
        if (!isForced && check.Slots().Any(slot => slot.Size > 1) && done.TryAdd(name, 0))
        {
            check.Run();
        }
    }

    void Run()
    {
        Dictionary<Slot, int> given = [];
        foreach (int size in (int[])[0, 1])
        {
            foreach (Slot slot in Targets())
            {
                Try(slot, size, given);
            }
        }

        Dictionary<Slot, int> ones = Ones();
        foreach (int size in !tolerance.Long ? [] : Stress.IsLarge ? (int[])[Long, VeryLong] : [Long])
        {
            foreach (Slot slot in Targets())
            {
                Try(slot, size, ones);
            }
        }

        if (compared.Count == 0 && op is not null) // a composition may name sizes of its own
        {
            throw new XunitException($"{name} of {string.Join<Input>(" and ", inputs)}: no axis can have 0, 1 or {Long} elements.");
        }
    }

    /// <summary>All axes with 1 element, or 2, that may have so few.</summary>
    Dictionary<Slot, int> Ones()
    {
        Dictionary<Slot, int> sizes = [];
        foreach (Slot slot in Targets().Where(slot => !sizes.ContainsKey(slot)))
        {
            sizes = Linked(slot, 1, sizes) ?? Linked(slot, 2, sizes) ?? sizes;
        }

        return sizes;
    }

    void Try(Slot slot, int size, Dictionary<Slot, int> others)
    {
        if (Linked(slot, size, others) is not { } sizes)
        {
            return;
        }

        (Op? made, Input[] with) = With(sizes);
        long most = size == VeryLong ? 32 * MostElements : MostElements;
        if (with.Sum(input => input.Type.Shape.Count) <= most && compared.Add($"{made} {string.Join<Input>(", ", with)}"))
        {
            Compare(made is null ? body : x => made.Apply(x), with, size);
        }
    }

    void Compare(Func<Tensor[], Tensor[]> what, Input[] with, int size)
    {
        bool isLong = size > 1;
        // Of as many terms a sum's rounding is larger, and of few elements all may be small.
        // A convolution adds up an image's terms one after the other: 5e-4 of 5,000,000.
        double times = size == VeryLong && name.StartsWith("Conv", StringComparison.Ordinal) ? 100 : isLong ? 10 : 2;
        Tolerance allowed = tolerance with
        {
            Forward = times * tolerance.Forward, Gradient = times * tolerance.Gradient, Floor = Math.Max(tolerance.Floor, 1),
            Least = Math.Max(tolerance.Least, 0.1), // where a single element is what two of about 1 leave of each other
        };
        OpCheck check = new(gpu, name, what, allowed, with);
        check.Compare("at the edge, forward", what, allowed.Forward);
        bool isGradient = name.Contains("Backward", StringComparison.Ordinal) && isLong; // whose own gradient has no kernel, and takes long
        if (tolerance.Differentiable && !isGradient && with.Any(input => input.IsFloat))
        {
            check.CompareGradient("at the edge, gradient", ofSums: size == VeryLong);
        }

        gpu.Memory.CheckGuards();
    }

    /// <summary>
    /// The sizes with one changed, and with it the fewest others that were as large and must be; null: the op refuses it however.
    /// </summary>
    Dictionary<Slot, int>? Linked(Slot slot, int size, Dictionary<Slot, int> others)
    {
        const int most = 6;
        Slot[] equal = [.. Slots().Where(other => other != slot && other.Size == slot.Size).Take(most)];
        foreach (int set in Enumerable.Range(0, 1 << equal.Length).OrderBy(set => int.PopCount(set)))
        {
            Dictionary<Slot, int> sizes = new(others) { [slot] = size };
            for (int i = 0; i < equal.Length; i++)
            {
                if ((set >> i & 1) != 0)
                {
                    sizes[equal[i]] = size;
                }
            }

            if (IsAccepted(sizes))
            {
                return sizes;
            }
        }

        return null;
    }

    bool IsAccepted(Dictionary<Slot, int> sizes)
    {
        try
        {
            (Op? made, Input[] with) = With(sizes);
            using (Trace.Begin(new Trace()))
            {
                (made is null ? body : x => made.Apply(x))([.. with.Select((input, i) => new Tensor(input.Type, leaf: new InputLeaf(i)))]);
            }

            return true;
        }
        catch (Exception refused) when (refused is ArgumentException or TargetInvocationException { InnerException: ArgumentException })
        {
            return false;
        }
    }

    (Op? Op, Input[] Inputs) With(Dictionary<Slot, int> sizes) =>
        (op is null ? null : WithSizes(op, sizes), [.. inputs.Select((input, i) => input with
        {
            Type = input.Type with
            {
                Shape = [.. input.Type.Shape.Select((size, axis) => sizes.GetValueOrDefault(new Slot(i, axis, size), size))],
            },
        })]);

    static Op WithSizes(Op op, Dictionary<Slot, int> sizes)
    {
        object?[] arguments = [.. Parameters(op).Select((parameter, i) => parameter.Value switch
        {
            Shape shape => Shape.Of([.. shape.Select((size, axis) => sizes.GetValueOrDefault(new Slot(-1 - i, axis, size), size))]),
            int size => sizes.GetValueOrDefault(new Slot(-1 - i, 0, size), size),
            var other => other,
        })];
        return (Op)op.GetType().GetConstructors()[0].Invoke(arguments);
    }

    static IEnumerable<(string Name, object? Value)> Parameters(Op op) => op.GetType().GetConstructors()[0].GetParameters()
        .Select(parameter => (parameter.Name!, op.GetType().GetProperty(parameter.Name!)!.GetValue(op)));

    /// <summary>What is changed: each axis of an input; of an op without inputs each of the shape that it makes.</summary>
    IEnumerable<Slot> Targets() => Slots().Where(slot => inputs.Length == 0 || slot.Input >= 0);

    IEnumerable<Slot> Slots() =>
    [
        .. inputs.SelectMany((input, i) => input.Type.Shape.Select((size, axis) => new Slot(i, axis, size))),
        .. (op is null ? [] : Parameters(op)).SelectMany((parameter, i) => parameter.Value switch
        {
            Shape shape => shape.Select((size, axis) => new Slot(-1 - i, axis, size)),
            int size when parameter.Name != "Axis" && inputs.Length > 0 => [new Slot(-1 - i, 0, size)],
            _ => [],
        }),
    ];
}
