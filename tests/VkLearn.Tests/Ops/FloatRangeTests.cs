using System.Globalization;
using System.Reflection;
using VkLearn.Compile;
using VkLearn.Primitives;
using Xunit;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Tests.Ops;

/// <summary>
/// Every function of one tensor, element by element, and of two, over all float32: each 1,000th bit pattern, with denormals, infinities
/// and NaN among them, against float64. They are found by themselves: what <see cref="Tensor"/> has of such methods and operators. The
/// table in FloatRange.txt beside this file is what was measured on Mesa's CPU driver; VKLEARN_WRITE_TABLES=1 writes it anew.
/// </summary>
public sealed class FloatRangeTests(GpuFixture fixture) : OpTests(fixture)
{
    const uint Step = 1000;
    const int Part = 1 << 15; // elements that the reference is computed of at a time, so that they stay in the processor's cache
    const double MostUnits = 4, LeastNormal = 1.1754943508222875e-38;

    /// <summary>What may be further off, and why.</summary>
    static readonly Dictionary<string, (double Units, string Why)> Notes = new()
    {
        ["Silu"] = (64, "where the sigmoid is below the least normal number, and so has few bits"),
        ["Mish"] = (64, "where softplus is, likewise"),
        ["Gelu"] = (16, "where the normal distribution's integral is, likewise"),
    };

    static string TablePath => RepositoryRoot.Find("tests/VkLearn.Tests/Ops/FloatRange.txt");

    static readonly (string Name, Func<Tensor, Tensor, Tensor> Of)[] OfTwo =
    [
        ("+", (x, y) => x + y), ("-", (x, y) => x - y), ("*", (x, y) => x * y), ("/", (x, y) => x / y),
        ("<", (x, y) => x < y), (">", (x, y) => x > y), ("EqualTo", (x, y) => x.EqualTo(y)),
        ("Maximum", (x, y) => x.Maximum(y)), ("Minimum", (x, y) => x.Minimum(y)),
    ];

    [Fact]
    public void EveryElementwiseOpIsNearFloat64()
    {
        (string Name, Func<Tensor[], Tensor> Of)[] ops =
        [
            .. OfTwo.Select(op => (op.Name, (Func<Tensor[], Tensor>)(x => op.Of(x[0], x[1])))),
            .. OfOne().OrderBy(method => method.Name, StringComparer.Ordinal)
                .Select(method => (method.Name, (Func<Tensor[], Tensor>)(x => Call(method, x[0])))),
        ];
        Assert.Contains(ops, op => op.Name == "Sigmoid");
        Assert.Contains(ops, op => op.Name == "Gelu");
        float[] all = [.. Enumerable.Range(0, (int)(uint.MaxValue / Step)).Select(i => BitConverter.UInt32BitsToSingle((uint)i * Step)),
            0, -0f, 1, -1, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.MaxValue, float.MinValue, float.Epsilon];
        float[] other = [.. all.Select((_, i) => BitConverter.UInt32BitsToSingle((uint)i * 2654435761))];
        Line[] table = [.. ops.Select(op => Measure(op.Name, op.Of, all, other))];
        string text = string.Concat(table.Select(line => line.ToString()));
        Console.Write(text);
        Assert.All(table, line => Assert.True(line.Units <= (Notes.TryGetValue(line.Name, out var note) ? note.Units : MostUnits),
            $"{line.Name}: {line.Units:f1} units in the last place at {line.At:g9}: {line.Made:g9}, should be {line.Wanted:g17}."));
        Keep(table);
    }

    /// <param name="Units">The worst error, in units of the last place of the float nearest to what is right.</param>
    readonly record struct Line(string Name, double Units, float At, float Made, double Wanted)
    {
        string Why => Notes.TryGetValue(Name, out var note) ? $"  {note.Why}" : "";

        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Name,-16}{Math.Ceiling(Units * 100) / 100,8:f2}  at {At:g9}{Why}\n");
    }

    void Keep(Line[] table)
    {
        if (Environment.GetEnvironmentVariable("VKLEARN_WRITE_TABLES") == "1")
        {
            File.WriteAllText(TablePath, "function         units in the last place that it is off at most, and where\n"
                + string.Concat(table.Select(line => line.ToString())));
        }

        Dictionary<string, double> kept = File.ReadLines(TablePath).Skip(1)
            .ToDictionary(line => line[..16].TrimEnd(), line => double.Parse(line[16..24], CultureInfo.InvariantCulture));
        Assert.Equal(kept.Keys, table.Select(line => line.Name));
        if (Gpu.Info.Type == "cpu")
        {
            Assert.All(table, line => Assert.True(line.Units <= kept[line.Name] + 0.005, $"{line.Name} was {kept[line.Name]}: {line}"));
        }
    }

    Line Measure(string name, Func<Tensor[], Tensor> op, float[] x, float[] y)
    {
        double[] wanted = [.. x.Chunk(Part).Zip(y.Chunk(Part), (some, others) => Reference(op, some, others)).SelectMany(part => part)];
        float[] made = Run(op, Tensor.From(x, [x.Length]), Tensor.From(y, [y.Length]));
        int worst = 0;
        double most = -1;
        for (int i = 0; i < x.Length; i++)
        {
            double units = Units(made[i], wanted[i]);
            (worst, most) = units > most ? (i, units) : (worst, most);
        }

        return new Line(name, most, x[worst], made[worst], wanted[worst]);
    }

    static double[] Reference(Func<Tensor[], Tensor> op, float[] x, float[] y)
    {
        Tensor[] given = [new(new TensorType([x.Length], DType.Float32), leaf: new InputLeaf(0)),
            new(new TensorType([x.Length], DType.Float32), leaf: new InputLeaf(1))];
        Tensor traced;
        using (Trace.Begin(new Trace()))
        {
            traced = op(given);
        }

        return new Interpreter(default).Bind(given[0], Doubles(x)).Bind(given[1], Doubles(y)).Value(traced);
    }

    static double[] Doubles(float[] x) => Array.ConvertAll(x, value => (double)value);

    /// <summary>Below the least normal number a device may give 0.</summary>
    static double Units(float made, double wanted)
    {
        float nearest = (float)wanted;
        if (float.IsNaN(nearest) || float.IsInfinity(nearest) || !float.IsFinite(made))
        {
            return made.Equals(nearest) ? 0 : double.PositiveInfinity;
        }

        return Math.Abs(wanted) < LeastNormal ? (Math.Abs(made) <= LeastNormal ? 0 : double.PositiveInfinity)
            : Math.Abs(made - wanted) / (MathF.BitIncrement(MathF.Abs(nearest)) - Math.Abs(nearest));
    }

    /// <summary>The methods of a tensor that need nothing else, and make each element of the element of its index alone.</summary>
    static IEnumerable<MethodInfo> OfOne() => typeof(Op).Assembly.GetExportedTypes()
        .Where(type => type.Name.EndsWith("Syntax", StringComparison.Ordinal))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .Where(method => method.ReturnType == typeof(Tensor) && !method.Name.Contains('_') && IsOfOne(method.GetParameters())
            && IsElementwise(method));

    static bool IsOfOne(ParameterInfo[] parameters) =>
        parameters.Length > 0 && parameters[0].ParameterType == typeof(Tensor) && parameters.Skip(1).All(other => other.HasDefaultValue);

    static Tensor Call(MethodInfo method, Tensor x) =>
        (Tensor)method.Invoke(null, [x, .. method.GetParameters().Skip(1).Select(other => other.DefaultValue)])!;

    static bool IsElementwise(MethodInfo method)
    {
        Tensor x = new(new TensorType([2, 3, 4, 5], DType.Float32), leaf: new InputLeaf(0));
        using (Trace.Begin(new Trace()))
        {
            try
            {
                Tensor y = Call(method, x);
                return y != x && y.TensorType == x.TensorType && Node.Before([y]).All(IsElementwise);
            }
            catch (TargetInvocationException refused) when (refused.InnerException is ArgumentException)
            {
                return false;
            }
        }
    }

    static bool IsElementwise(Node node) => node.Op is not (Random or Permute or Detach)
        && (node.Op.Opcode(DType.Float32) != 0 || (HasDefinition(node)
            && Definition.Of(node.Op, [.. node.Inputs.Select(input => input.TensorType)]).Nodes.All(IsElementwise)));

    static bool HasDefinition(Node node) => node.Op.Evaluated([.. node.Inputs.Select(input => new double[input.Shape.Count])],
        [.. node.Inputs.Select(input => input.TensorType)], [.. node.Outputs.Select(output => output.TensorType)], default) is null;
}
