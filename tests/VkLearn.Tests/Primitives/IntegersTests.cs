using VkLearn.Compile;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

/// <summary>Int32 stays Int32: all 32 bits of it, of which a float would keep 24, on the device and in the reference.</summary>
public sealed class IntegersTests(GpuFixture fixture) : OpTests(fixture)
{
    static readonly int[] left = [16_777_217, -16_777_217, int.MaxValue, int.MinValue, 123_456_789, 7, 0];
    static readonly int[] right = [16_777_216, 1, 1, -1, 987, -7, int.MinValue];

    public static TheoryData<string> Ops => ["+", "-", "*", "minus", "maximum", "minimum", "where", "sum", "long sum"];

    [Theory, MemberData(nameof(Ops))]
    public void AllBitsAreKept(string op)
    {
        Tensor[] Given() => [Tensor.From(left, [left.Length]), Tensor.From(right, [right.Length])];
        int[] wanted = op switch
        {
            "sum" => [unchecked((int)left.Sum(x => (long)x))],
            "long sum" => [unchecked((int)(16_777_217L * 300_000))],
            _ => [.. left.Zip(right, (a, b) => unchecked(Of(op, a, b)))],
        };
        using Recording recording = Gpu.Record(() => Apply(op, Given()));
        recording.Replay();
        Assert.Equal(wanted, recording.Result.ToInt32Array());
        Assert.Equal(wanted, Apply(op, Given()).ToInt32Array(Gpu)); // outside a recording
        Assert.Equal(Array.ConvertAll(wanted, x => (double)x), new Interpreter(default).Value(Apply(op, Given())));
        Gpu.Memory.CheckGuards();
    }

    static int Of(string op, int a, int b) => unchecked(op switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "minus" => -a,
        "maximum" => Math.Max(a, b),
        "minimum" => Math.Min(a, b),
        _ => a < b ? a : b - a,
    });

    static Tensor Apply(string op, Tensor[] x) => op switch
    {
        "+" => x[0] + x[1],
        "-" => x[0] - x[1],
        "*" => x[0] * x[1],
        "minus" => -x[0],
        "maximum" => x[0].Maximum(x[1]),
        "minimum" => x[0].Minimum(x[1]),
        "sum" => x[0].Sum().Reshape([1]),
        "long sum" => new Fill([300_000], 16_777_217, DType.Int32).Apply()[0].Sum().Reshape([1]),
        _ => Where.Select(x[0] < x[1], x[0], x[1] - x[0]),
    };

    [Fact]
    public void ColumnsAreSummedToo() => Assert.Equal([33_554_434, 5], Tensor.From([16_777_217, 2, 16_777_217, 3], [2, 2]).Sum(0)
        .ToInt32Array(Gpu));

    [Fact]
    public void ComparisonsSeeTheLastBit()
    {
        Tensor a = Tensor.From([16_777_217, 16_777_216], [2]), b = Tensor.From([16_777_216, 16_777_216], [2]);
        Assert.Equal([0f, 1], a.EqualTo(b).ToArray(Gpu));
        Assert.Equal([1f, 0], (b < a).ToArray(Gpu));
    }

    [Fact]
    public void APlaceKeepsThemToo()
    {
        State state = new("count", [2], type: DType.Int32);
        using Recording recording = Gpu.Record(() => state.Assign(state.Value + Tensor.From([1], [])));
        state.LoadInt32([16_777_216, int.MaxValue]);
        recording.Replay();
        Assert.Equal([16_777_217, int.MinValue], state.ToInt32Array());
    }

    [Fact]
    public void FloatsAreNotReadAsIntegers() => Assert.Contains("[2] is Float32. Read it with ToArray",
        Assert.Throws<InvalidOperationException>(() => Tensor.Ones([2]).ToInt32Array(Gpu)).Message);
}
