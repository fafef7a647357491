namespace VkLearn.Layers;

/// <summary>
/// Queries ask a memory by a small network of one hidden layer (Bahdanau et al. 2015): <c>Forward(queries, memory)</c> of
/// [N, T, queryFeatures] and [N, S, memoryFeatures] makes what they find, [N, T, memoryFeatures], and how much each looked at what,
/// [N, T, S]. Who asks the same memory several times, step by step, has its keys made once: <see cref="Keys"/>, <see cref="Ask"/>.
/// </summary>
public sealed class AdditiveAttention : Layer
{
    readonly Dense ofQuery, ofMemory;

    /// <param name="features">Units of the hidden layer.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public AdditiveAttention(int queryFeatures, int memoryFeatures, int features)
    {
        ofQuery = Add("query", new Dense(queryFeatures, features, bias: false));
        ofMemory = Add("memory", new Dense(memoryFeatures, features));
        Weight = Add("weight", [features], Initializer.Uniform(1 / MathF.Sqrt(features)));
    }

    /// <summary>What the hidden units are added up by, [features].</summary>
    public Parameter Weight { get; }

    /// <summary>The hidden layer's part that a memory [N, S, memoryFeatures] makes, whoever asks: [N, S, features].</summary>
    public Tensor Keys(Tensor memory) => ofMemory.Forward(memory);

    /// <summary>What queries find, and how much each looked at what.</summary>
    /// <param name="keys">Of the memory, by <see cref="Keys"/>.</param>
    public Attended Ask(Tensor queries, Tensor keys, Tensor memory) =>
        ofQuery.Forward(queries).AdditiveAttention(keys, Weight, memory);

    protected override Tensor[] Apply(Tensor[] inputs)
    {
        int queryFeatures = ofQuery.Weight.Shape[0], memoryFeatures = ofMemory.Weight.Shape[0];
        if (inputs is not [{ Shape.Rank: 3 } queries, { Shape.Rank: 3 } memory] || queries.Cols != queryFeatures
            || memory.Cols != memoryFeatures)
        {
            throw new ArgumentException($"AdditiveAttention \"{Path}\": needs queries [N, T, {queryFeatures}] and a memory "
                + $"[N, S, {memoryFeatures}], received {string.Join(" and ", inputs.Select(input => input.Shape))}.");
        }

        (Tensor found, Tensor seen) = Ask(queries, Keys(memory), memory);
        return [found, seen];
    }
}
