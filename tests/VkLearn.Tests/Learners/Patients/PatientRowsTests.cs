using VkLearn.Data;
using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Patients;

[Collection("gpu")]
public sealed class PatientRowsTests(GpuFixture fixture)
{
    static readonly Meaning.Quantity measured = new() { Features = [new("a", 1, 2), new("b")] };
    static readonly Meaning.Label sorts = new(["none", "mild", "severe"]);

    [Fact]
    public void SetsAreOneAfterTheOther()
    {
        Dataset first = Of("first", [1, 2, 3, 4], [0, 2]), second = Of("second", [5, 6], [1]);
        PatientRows rows = PatientRows.Of([first, second], healthy: null);
        Assert.Equal([1, 2, 3, 4, 5, 6], rows.Features);
        Assert.Equal([0, 1, 1], rows.Sick);
        Assert.Equal((3, 2), (rows.Count, rows.Columns));
        Assert.Equal(["a", "b"], rows.Names.Select(name => name.Name));
        Assert.Equal(new float[6], rows.Missing);
        Assert.Equal([1, 1, 0], PatientRows.Of([first, second], "mild").Sick);
        PatientRows two = rows.First(2);
        Assert.Equal((2, 2), (two.Count, two.Columns));
        Assert.Equal([1, 2, 3, 4], two.Features);
    }

    [Fact]
    public void WhatWasMissingIsKnown()
    {
        Dataset set = Dataset.Of("set", new Column("features", [1f, 2, 3, 4], [2], new Meaning.Quantity()),
            new Column("label", [0, 1], [], sorts), new Column("missing", [0f, 1, 0, 0], [2], new Meaning.Quantity()));
        PatientRows rows = PatientRows.Of([set.On(fixture.Gpu)], healthy: null);
        Assert.Equal([0, 1, 0, 0], rows.Missing);
        Assert.Equal(["1", "2"], rows.Names.Select(name => name.Name)); // nobody said what they are
    }

    Dataset Of(string name, float[] features, int[] labels) => Dataset.Of(name, new Column("features", features, [2], measured),
        new Column("label", labels, [], sorts)).On(fixture.Gpu);
}
