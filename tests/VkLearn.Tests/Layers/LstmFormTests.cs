using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class LstmFormTests(GpuFixture fixture) : OpTests(fixture)
{
    /// <summary>Beside the papers' equations in float64, a sequence after the other.</summary>
    [Theory, InlineData(1, 1, 2, 3, null), InlineData(2, 7, 3, 4, 9), InlineData(3, 5, 1, 5, 2)]
    public void AreWhatThePapersSay(int items, int steps, int inputs, int outputs, int? cells)
    {
        foreach (bool isNormalized in (bool[])[false, true])
        {
            Lstm layer = new(inputs, outputs, form: new() { Cells = cells, IsNormalized = isNormalized });
            float[] x = (float[])Input.Of([items, steps, inputs]).Values(new System.Random(3));
            using Recording recording = Gpu.Record(() => layer.Forward(Tensor.From(x, [items, steps, inputs])));
            foreach (Parameter norm in layer.Parameters.Where(parameter => parameter.Path.Contains("Norm")))
            {
                norm.Load([.. Enumerable.Range(0, (int)norm.Shape.Count).Select(i => 1 + MathF.Sin(i))]);
            }

            recording.Replay();
            Assert.All(x.Chunk(steps * inputs).SelectMany(one => States(layer.Ways[0], one, inputs)).Zip(recording.Result.ToArray()),
                pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    static IEnumerable<double> States(RecurrentWay way, float[] x, int inputs)
    {
        (int outputs, int cells) = (way.RecurrentWeight.Shape[0], way.RecurrentWeight.Shape[1] / 4);
        (double[] h, double[] c) = (new double[outputs], new double[cells]);
        List<double> all = [];
        foreach (float[] step in x.Chunk(inputs))
        {
            double[] fromHidden = Normal(Product(h, way.RecurrentWeight), way.Norms?.OfHidden);
            double[] fromInput = Product([.. step.Select(value => (double)value)], way.InputWeight);
            fromInput = Normal(Plus(fromInput, way.InputBias), way.Norms?.OfInput);
            double[] sums = [.. fromInput.Zip(Plus(fromHidden, way.RecurrentBias), (a, b) => a + b)];
            double Gate(int gate, int cell) => 1 / (1 + Math.Exp(-sums[gate * cells + cell]));
            c = [.. c.Select((value, i) => Gate(1, i) * value + Gate(0, i) * Math.Tanh(sums[2 * cells + i]))];
            h = [.. Normal(c, way.Norms?.OfCell).Select((value, i) => Gate(3, i) * Math.Tanh(value))];
            h = way.Projection is null ? h : Product(h, way.Projection);
            all.AddRange(h);
        }

        return all;
    }

    static double[] Product(double[] row, Parameter weight)
    {
        float[] values = weight.ToArray();
        int columns = weight.Shape[1];
        return [.. Enumerable.Range(0, columns).Select(j => row.Select((value, i) => value * values[i * columns + j]).Sum())];
    }

    static double[] Plus(double[] row, Parameter? bias) => bias is null ? row : [.. row.Zip(bias.ToArray(), (a, b) => a + b)];

    static double[] Normal(double[] row, LayerNorm? norm)
    {
        if (norm is null)
        {
            return row;
        }

        double mean = row.Average(), deviation = Math.Sqrt(row.Average(value => (value - mean) * (value - mean)) + 1e-5);
        (float[] weight, float[] bias) = (norm.Weight.ToArray(), norm.Bias.ToArray());
        return [.. row.Select((value, i) => (value - mean) / deviation * weight[i] + bias[i])];
    }

    /// <summary>Cells of another number than the hidden state's features go on as such.</summary>
    [Fact]
    public void CellsOfAnotherNumberAreHandedOn()
    {
        Lstm layer = new(3, 4, new() { Layers = 2, CarriedBatch = 2 }, form: new() { Cells = 6 });
        Assert.Equal([Shape.Of([2, 2, 4]), Shape.Of([2, 2, 6])], layer.Carried.Select(state => state.Shape));
        Tensor[] made = layer.Forward([Tensor.Ones([2, 5, 3]), Tensor.Ones([2, 2, 4]), Tensor.Ones([2, 2, 6])]);
        Assert.Equal([Shape.Of([2, 5, 4]), Shape.Of([2, 2, 4]), Shape.Of([2, 2, 6])], made.Select(tensor => tensor.Shape));
    }

    /// <summary>Each learns to tell the sign of a sequence's first number at its end.</summary>
    [Fact]
    public void Learn()
    {
        foreach (LstmForm form in (LstmForm[])[new() { IsNormalized = true }, new() { Cells = 12 }])
        {
            Lstm layer = new(1, 6, new() { GivesLast = true }, form: form);
            Dense last = new(6, 1);
            Adam adam = new(2e-2f);
            using Recording step = Gpu.Record(() =>
            {
                Tensor x = Tensor.Uniform([32, 8, 1]) * 2 - 1, first = x.Slice(1, 0, 1).Reshape([32, 1]);
                Tensor error = Loss.BinaryCrossEntropyWithLogits(last.Forward(layer.Forward(x)), first > 0);
                adam.Minimize(error, [.. layer.Parameters, .. last.Parameters]);
                return error;
            });
            step.Replay();
            float begun = step.Result.ToArray()[0];
            for (int i = 0; i < 120; i++)
            {
                step.Replay();
            }

            Assert.InRange(begun, 0.5f, 1);
            Assert.InRange(step.Result.ToArray()[0], 0, 0.35f);
        }
    }

    [Fact]
    public void ScenesNameThem()
    {
        Lstm layer = (Lstm)Catalog<Layer>.Read(Settings.Parse("scene.json",
            """{ "type": "Lstm", "inFeatures": 3, "outFeatures": 4, "cells": 5, "normalized": true }"""u8.ToArray()));
        Assert.Equal([5, 4], layer.Ways[0].Projection!.Shape.Sizes.ToArray());
        Assert.Equal([5], layer.Ways[0].Norms!.Value.OfCell.Weight.Shape.Sizes.ToArray());
        Assert.Contains("Leave out either", Assert.Throws<ArgumentException>(
            () => new Lstm(3, 4, form: new() { HasPeepholes = true, IsNormalized = true })).Message);
    }
}
