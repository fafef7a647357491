using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace VkLearn.Tests.Ops;

/// <summary>All that can be asked of a tensor is in src/VkLearn/Ops/README.md, from the code itself: no list is kept.</summary>
public sealed class TableTests
{
    const string Marker = "<!-- from here on: the public methods of tensors; VKLEARN_WRITE_TABLES=1 and TableTests write them anew -->\n";

    /// <summary>Methods and operators of <see cref="Tensor"/>, and of what extends it, that make tensors.</summary>
    static IReadOnlyList<string> Rows()
    {
        IEnumerable<MethodInfo> extensions = typeof(Tensor).Assembly.GetExportedTypes()
            .Where(type => type is { IsAbstract: true, IsSealed: true, Namespace: "VkLearn" } && type.Name.EndsWith("Syntax"))
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => method.IsDefined(typeof(ExtensionAttribute)) && method.GetParameters()[0].ParameterType == typeof(Tensor));
        IEnumerable<MethodInfo> makers = typeof(Tensor).Assembly.GetExportedTypes()
            .Where(type => type == typeof(Tensor)
                || (type is { IsAbstract: true, IsSealed: true, Namespace: "VkLearn" } && type.Name.EndsWith("Syntax")))
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => !method.IsDefined(typeof(ExtensionAttribute)) && method.Name is not ("op_Implicit" or "At")
                && Makes(method));
        return [.. extensions.Where(Makes).Select(method => $"`x.{method.Name}({Parameters(method, skip: 1)})`")
            .Concat(makers.Select(method => method.Name.StartsWith("op_") ? Operator(method)
                : $"`Tensor.{method.Name}({Parameters(method, skip: 0)})`"))
            .Distinct().Order(StringComparer.Ordinal)];
    }

    static bool Makes(MethodInfo method) => method.ReturnType == typeof(Tensor) || method.ReturnType == typeof(Tensor[])
        || method.ReturnType.GetProperties().Any(property => property.PropertyType == typeof(Tensor));

    static string Parameters(MethodInfo method, int skip) =>
        string.Join(", ", method.GetParameters().Skip(skip).Select(parameter => parameter.Name));

    static string Operator(MethodInfo method) => method.Name switch
    {
        "op_Addition" => "`a + b`",
        "op_Subtraction" => "`a - b`",
        "op_Multiply" => "`a * b`",
        "op_Division" => "`a / b`",
        "op_UnaryNegation" => "`-a`",
        "op_LessThan" => "`a < b`",
        "op_GreaterThan" => "`a > b`",
        "op_LessThanOrEqual" => "`a <= b`",
        "op_GreaterThanOrEqual" => "`a >= b`",
        _ => throw new InvalidOperationException($"Say here how {method.Name} is written."),
    };

    static string Table(IReadOnlyList<string> rows)
    {
        StringBuilder table = new(Marker);
        foreach (string row in rows)
        {
            table.Append("- ").Append(row).Append('\n');
        }

        return table.ToString();
    }

    [Fact]
    public void TheReadmeNamesAllOfThem()
    {
        string path = Path.Combine(RepositoryRoot.Find("src/VkLearn/Ops"), "README.md");
        string text = File.ReadAllText(path).ReplaceLineEndings("\n"), head = text[..text.IndexOf(Marker, StringComparison.Ordinal)];
        string wanted = head + Table(Rows());
        if (Environment.GetEnvironmentVariable("VKLEARN_WRITE_TABLES") == "1")
        {
            File.WriteAllText(path, wanted);
        }

        Assert.Equal(wanted, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void ThereAreThoseThatNetworksAreWrittenIn()
    {
        IReadOnlyList<string> rows = Rows();
        Assert.True(rows.Count >= 120, $"Networks are written in 120 and more, there are {rows.Count}.");
        Assert.All((string[])["`x.Pow(exponent)`", "`Tensor.Einsum(equation, operands)`", "`Tensor.Uniform(shape)`", "`a <= b`",
            "`x.Sort(axis, descending)`", "`x.Split(axis, sizes)`", "`Tensor.Ones(shape)`"], row => Assert.Contains(row, rows));
    }
}
