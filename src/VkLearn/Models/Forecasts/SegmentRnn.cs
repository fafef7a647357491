using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Layers;

namespace VkLearn.Models;

/// <summary>
/// A recurrent network that takes a series a segment a step (SegRNN, Lin et al. 2023): gated recurrent units read the past in few steps,
/// and each segment ahead is made by one step more from the same state, told apart by a learned vector for its place, so all at once.
/// [N, past, 1] to [N, ahead * outputs], past being a multiple of the segment.
/// </summary>
public sealed class SegmentRnn : Layer
{
    readonly int segments, segment, units;
    readonly Dense embedding, ending;
    readonly Gru gru;
    readonly Dropout dropout;

    /// <param name="ahead">Steps to be made, a multiple of the segment.</param>
    /// <param name="segment">Steps of a segment.</param>
    /// <param name="dropout">The share of the states that is set to 0 in training, before the last layer.</param>
    /// <param name="outputs">Numbers for each step ahead, such as quantiles.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or ahead no multiple of the segment.</exception>
    public SegmentRnn(int ahead, int segment = 48, int units = 128, float dropout = 0.5f, int outputs = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(segment, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (ahead < segment || ahead % segment != 0)
        {
            throw new ArgumentException($"SegmentRnn: ahead must be a multiple of segment {segment}, received {ahead}.");
        }

        (segments, this.segment, this.units) = (ahead / segment, segment, units);
        embedding = Add("embedding", new Dense(segment, units));
        gru = Add("gru", new Gru(units, units));
        Places = Add("places", [segments, units], Initializer.Normal(1), "segment", "unit");
        this.dropout = Add("dropout", new Dropout(dropout));
        ending = Add("ending", new Dense(units, segment * outputs));
    }

    /// <summary>What tells the segments ahead apart: [segments, units].</summary>
    public Parameter Places { get; }

    protected override Tensor Apply(Tensor input)
    {
        if (input.Shape.Rank != 3 || input.Cols != 1 || input.Shape[1] % segment != 0)
        {
            throw new ArgumentException($"SegmentRnn \"{Path}\": needs [N, past, 1], past a multiple of segment {segment}, received "
                + $"{input.Shape}. It takes each column of a series by itself: use channelIndependent: true in a Forecast.");
        }

        (int rows, int read) = (input.Shape[0], input.Shape[1] / segment);
        Tensor states = gru.Forward(embedding.Forward(input.Reshape([rows, read, segment])).Maximum(0));
        Tensor state = states.Slice(1, read - 1, 1).BroadcastTo([rows, segments, units]);
        Tensor place = Places.Value.Reshape([1, segments, units]).BroadcastTo([rows, segments, units]);
        Tensor made = gru.Forward(place.Reshape([rows * segments, 1, units]), state.Reshape([1, rows * segments, units]))[0];
        return ending.Forward(dropout.Forward(made.Reshape([rows, segments, units]))).Flatten();
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("SegmentRnn",
        "Gated recurrent units that take a series a segment a step and make all segments ahead at once (SegRNN, Lin et al. 2023).",
        settings => new SegmentRnn(
            settings.Int("ahead", min: 1, max: 1 << 16), settings.Int("segment", 48, min: 1, max: 1 << 16),
            settings.Int("units", 128, min: 1, max: 1 << 14), settings.Float("dropout", 0.5f, min: 0, max: 0.999f),
            settings.Int("outputs", 1, min: 1, max: 100)));
}
