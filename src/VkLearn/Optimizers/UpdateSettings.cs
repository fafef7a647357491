using VkLearn.Compile;

namespace VkLearn.Optimizers;

/// <summary>What is a parameter's own in an update.</summary>
/// <param name="Factor">What the learning rate is multiplied by.</param>
/// <param name="WeightDecay">In place of the rule's; null: the rule's.</param>
readonly record struct UpdateSetting(float Factor, float? WeightDecay);

/// <summary>Those of the parameters of a range, where they differ: equal if all are, as an op's fields must be.</summary>
sealed class UpdateSettings(IReadOnlyList<UpdateSetting> settings) : IEquatable<UpdateSettings>
{
    readonly IReadOnlyList<UpdateSetting> settings = settings;

    // Places lie at 64-byte boundaries, so that so many neighbours are of one parameter.
    const int Block = 16;

    public UpdateSetting this[int parameter] => settings[parameter];

    /// <summary>For each 16 elements of the range the factor and the decay, [blocks, 2], as kernels take them.</summary>
    /// <param name="ruleDecay">That of parameters that have none of their own.</param>
    public Tensor Table(IReadOnlyList<Tensor> weights, float ruleDecay)
    {
        List<float> table = [];
        for (int i = 0; i < weights.Count; i++)
        {
            long blocks = Session.Align(weights[i].TensorType.Bytes) / (Block * sizeof(float));
            for (long block = 0; block < blocks; block++)
            {
                table.Add(settings[i].Factor);
                table.Add(settings[i].WeightDecay ?? ruleDecay);
            }
        }

        Tensor values = Tensor.From([.. table], [table.Count / 2, 2]);
        values.Name = "update settings";
        return values;
    }

    public bool Equals(UpdateSettings? other) => other is not null && settings.SequenceEqual(other.settings);

    public override bool Equals(object? obj) => Equals(obj as UpdateSettings);

    public override int GetHashCode() => settings.Aggregate(settings.Count, HashCode.Combine);
}
