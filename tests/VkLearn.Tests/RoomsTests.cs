using Xunit;

namespace VkLearn.Tests;

/// <summary>Who may name whom in src, and how large a file and a folder may be: what the house's rooms are for.</summary>
public sealed class RoomsTests
{
    /// <summary>Only these rooms of VkLearn know each other both ways.</summary>
    static readonly string[] Core = ["root", "Compile", "Primitives", "Ops"];

    /// <summary>Folders where each file is one more of the same kind.</summary>
    static readonly string[] Catalogues = ["Primitives", "Ops", "Layers", "Losses", "Optimizers", "Learners", "Views"];

    static readonly string[] Projects = ["VkLearn.Gpu", "VkLearn", "VkLearn.Rendering", "VkLearn.Engine", "VkLearn.Cli"];

    [Fact]
    public void EachRoomIsUsedFromOneSide()
    {
        NameTable table = new("src/VkLearn");
        var between = table.Edges.Select(edge => (From: NameTable.Room(edge.From), To: NameTable.Room(edge.To), Edge: edge))
            .Where(edge => edge.From != edge.To).ToList();

        Assert.Contains(between, edge => edge is { From: "Optimizers", To: "Formats", Edge.Name: "Catalog" });
        Assert.Contains(between, edge => edge is { From: "Layers", To: "Ops", Edge.Name: "BatchNormOp" });
        foreach (IReadOnlyList<string> cycle in NameTable.Cycles(between.Select(edge => (edge.From, edge.To))))
        {
            // What few files do is likelier to be the way that must not be.
            var edges = between.Where(edge => cycle.Contains(edge.From) && cycle.Contains(edge.To))
                .GroupBy(edge => (edge.From, edge.To), edge => edge.Edge).OrderBy(edges => edges.Count());
            Assert.True(cycle.All(Core.Contains), $"The rooms {string.Join(", ", cycle)} name each other both ways. Move what is named "
                + $"to where both may name it:\n{string.Join('\n', edges.SelectMany(edges => edges.Take(5)))}");
        }
    }

    [Fact]
    public void FilesOfGpuNameEachOtherOneWay()
    {
        NameTable table = new("src/VkLearn.Gpu");

        Assert.Contains(table.Edges, edge => edge is { From: "Devices/GpuDevice.cs", Name: "Timeline" });
        foreach (IReadOnlyList<string> cycle in NameTable.Cycles(table.Edges.Select(edge => (edge.From, edge.To))))
        {
            Assert.True(cycle is ["Devices/DeviceLostException.cs", "Devices/VulkanException.cs"] // whose Check throws it
                or ["Kernels/ShaderCode.cs", "Kernels/SpecializedCode.cs"], // which With makes
                "Files name each other in a circle. Let them take what they need, not the device that has everything:\n"
                + string.Join('\n', table.Edges.Where(edge => cycle.Contains(edge.From) && cycle.Contains(edge.To))));
        }
    }

    [Fact]
    public void FilesAndFoldersAreSmall()
    {
        const int mostLines = 400, mostFiles = 25;
        string src = RepositoryRoot.Find("src");
        string[] files = [.. Projects.SelectMany(FilesOf)];
        Assert.Contains(files, file => Path.GetFileName(file) == "GpuDevice.cs");
        Assert.All(files, file =>
        {
            byte[] content = File.ReadAllBytes(file);
            int lines = content.Contains((byte)0) ? 0 : content.Count(value => value == '\n'); // fonts have no lines
            Assert.True(lines <= mostLines,
                $"{Path.GetRelativePath(src, file)} has {lines} lines, at most {mostLines} are wanted: there are two ideas in it.");
        });
        Assert.All(files.GroupBy(file => Path.GetDirectoryName(file)!), folder => Assert.True(
            folder.Count() <= mostFiles || Catalogues.Contains(Path.GetFileName(folder.Key)),
            $"{Path.GetRelativePath(src, folder.Key)} has {folder.Count()} files, at most {mostFiles} are wanted: "
            + "it has rooms that nobody built."));
    }

    [Fact]
    public void WhatIsSaidOrWrittenIsNotNamed()
    {
        string code = CSharpCode.Of("""
            a = Named.Of("Quoted {Quoted}") /* Said */ + $"Said {b("x}") + Inside:0.0} Said" + @"Said "" Said"; // Said
            c = '"' + Other + '\'' + $"{{Said}}" + Last;
            """);

        Assert.All((string[])["Named", "Inside", "Other", "Last"], name => Assert.Contains(name, code));
        Assert.DoesNotContain("Said", code);
        Assert.DoesNotContain("Quoted", code);
    }

    [Fact]
    public void ATypeIsThatOfTheOwnRoomElseOfOneThatIsUsed()
    {
        NameTable table = new(new Dictionary<string, string>
        {
            ["Layers/Relu.cs"] = "namespace V.Layers; public sealed class Relu { object x = new Ops.Relu(), y = new Relu(), z = a.Dense; }",
            ["Layers/Dense.cs"] = "namespace V.Layers; class Dense { }",
            ["Ops/Relu.cs"] = "namespace V.Ops; record Relu;",
            ["Models/Net.cs"] = "using V.Data;\nusing V.Layers;\nnamespace V.Models; class Net { Relu relu; int Half => relu.Halved(); }",
            ["Data/Set.cs"] = "namespace V.Data { static class Halving { extension(int x) { public int Halved() => x / 2; } } }",
            ["Other/Net.cs"] = "namespace V.Other; class Other { Relu relu; }",
        });

        Assert.Equal(
            [
                "Layers/Relu.cs names Relu of Ops/Relu.cs",
                "Models/Net.cs names Halved of Data/Set.cs",
                "Models/Net.cs names Relu of Layers/Relu.cs",
            ], table.Edges.Select(edge => edge.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal([["a", "b", "c"]], NameTable.Cycles([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("e", "e")]));
    }

    static IEnumerable<string> FilesOf(string project)
    {
        string root = RepositoryRoot.Find(Path.Combine("src", project));
        string[] ofBuild = [.. ((string[])["bin", "obj"]).Select(folder => Path.Combine(root, folder) + Path.DirectorySeparatorChar)];
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => !ofBuild.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)));
    }
}
