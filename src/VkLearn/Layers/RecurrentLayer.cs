using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>
/// What <see cref="Rnn"/>, <see cref="Lstm"/> and <see cref="Gru"/> share: sequences [N, T, inFeatures] to the hidden states after each
/// step, [N, T, outFeatures], twice as wide both ways; or to the last, [N, outFeatures]. Sequences lie one after the other, as a batch
/// has them, from the first layer to the last: nothing is turned. Int32 [N] as a second input says how many steps each has; beyond,
/// states are zeros and have no gradient. States to begin with can be given too, [layers and ways, N, outFeatures] each, as PyTorch has
/// them; then those after the last step are given back: <c>Forward(x, h, c)</c> makes three tensors.
/// </summary>
public abstract class RecurrentLayer : Layer
{
    readonly int inFeatures, outFeatures, gates;
    readonly RecurrentOptions options;
    readonly State[] carried;
    readonly string[] stateNames;
    IReadOnlyList<State>? goingOn;

    /// <param name="gates">Products that a unit needs at a step.</param>
    /// <param name="stateNames">What goes on from step to step.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    private protected RecurrentLayer(int inFeatures, int outFeatures, RecurrentOptions? options, int gates, params string[] stateNames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outFeatures, 1);
        (this.inFeatures, this.outFeatures, this.gates) = (inFeatures, outFeatures, gates);
        (this.options, this.stateNames) = (options ?? new(), stateNames);
        this.options.Check(GetType().Name);
        carried = [.. stateNames.Where(_ => this.options.CarriedBatch > 0)
            .Select(name => AddState(name, [this.options.Layers, this.options.CarriedBatch, outFeatures]))];
        Array.ForEach(carried, state => state.IsOfBatches = true);
    }

    int WaysALayer => options.IsBidirectional ? 2 : 1;

    /// <summary>The layers of the stack, each forward and then, if it goes both ways, back.</summary>
    public IReadOnlyList<RecurrentWay> Ways => [.. Children.Cast<RecurrentWay>()];

    /// <summary>The states carried from batch to batch, [layers, N, outFeatures] each; none where they are not.</summary>
    public IReadOnlyList<State> Carried => carried;

    /// <summary>To be called by each constructor: names are PyTorch's, l0, l0.reverse, l1 ...</summary>
    /// <param name="walksBias">Whether the walk adds the recurrent bias itself.</param>
    private protected void AddWays(Initializer inputBias, Initializer recurrentBias, bool walksBias,
        Func<RecurrentWay, Tensor, Tensor[], Tensor?, Tensor[]> walk)
    {
        for (int layer = 0; layer < options.Layers; layer++)
        {
            int width = layer == 0 ? inFeatures : WaysALayer * outFeatures;
            for (int way = 0; way < WaysALayer; way++)
            {
                Add($"l{layer}{(way == 0 ? "" : ".reverse")}", new RecurrentWay(width, outFeatures, gates, way == 1,
                    options.HasBias ? inputBias : null, options.HasBias ? recurrentBias : null, walksBias, walk));
            }
        }
    }

    protected override Tensor[] Apply(Tensor[] inputs)
    {
        (Tensor input, Tensor? lengths, Tensor[] given) = Read(inputs);
        IReadOnlyList<State> going = given.Length > 0 ? [] : goingOn ?? (IsTraining ? carried : []);
        Tensor[] before = going.Count > 0 ? [.. Carrying(going, input)] : given;
        (Tensor output, Tensor[] after) = Run(input, lengths, before);
        for (int i = 0; i < going.Count; i++)
        {
            going[i].Assign(after[i].Detach());
        }

        return given.Length > 0 ? [output, .. after] : [output];
    }

    (Tensor Input, Tensor? Lengths, Tensor[] States) Read(Tensor[] inputs)
    {
        Tensor input = inputs[0];
        if (input.Shape.Rank != 3 || input.Cols != inFeatures || input.Type != DType.Float32)
        {
            throw new ArgumentException($"{GetType().Name} \"{Path}\": needs Float32 [N, T, {inFeatures}], received {input}."
                + (input.Shape.Rank == 3 ? $" Use inFeatures: {input.Cols}." : ""));
        }

        Tensor? lengths = inputs.Skip(1).FirstOrDefault(other => other.Type == DType.Int32);
        Tensor[] states = [.. inputs.Skip(1).Where(other => other != lengths)];
        Shape expected = [Ways.Count, input.Shape[0], outFeatures];
        return states.Length == 0 || (states.Length == stateNames.Length && states.All(state => state.Shape == expected))
            ? (input, lengths, states)
            : throw new ArgumentException($"{GetType().Name} \"{Path}\": takes sequences, Int32 lengths if they differ, and either none or "
                + $"all of {string.Join(", ", stateNames)} {expected}, received {string.Join(" and ", inputs.Skip(1))}.");
    }

    /// <summary>States of its own form for so many sequences, zeros at first: to go on from.</summary>
    public IReadOnlyList<State> NewStates(int sequences) =>
        [.. stateNames.Select(name => new State($"{Path} {name}", [Ways.Count, sequences, outFeatures]))];

    /// <summary>Has it begin with states, whether it is trained or not, and leave there what they are after the last step, until the result
    /// is disposed: a text written a letter at a time.</summary>
    /// <param name="states">By <see cref="NewStates"/>.</param>
    public IDisposable GoingOn(IReadOnlyList<State> states)
    {
        IReadOnlyList<State>? before = goingOn;
        goingOn = states;
        return new Ending(() => goingOn = before);
    }

    IEnumerable<Tensor> Carrying(IReadOnlyList<State> going, Tensor input) => input.Shape[0] == going[0].Shape[1]
        ? going.Select(state => state.Value)
        : throw new ArgumentException($"{GetType().Name} \"{Path}\": carries states of {going[0].Shape[1]} sequences, the batch has "
            + $"{input.Shape[0]}. Use carriedBatch: {input.Shape[0]}.");

    (Tensor Output, Tensor[] After) Run(Tensor input, Tensor? lengths, Tensor[] before)
    {
        Tensor[][] after = new Tensor[Ways.Count][];
        Tensor output = input;
        for (int layer = 0; layer < options.Layers; layer++)
        {
            Tensor below = layer > 0 && IsTraining && options.Dropout > 0 ? output.Dropout(options.Dropout) : output;
            Tensor[] all = new Tensor[WaysALayer];
            for (int way = 0; way < WaysALayer; way++)
            {
                int at = layer * WaysALayer + way;
                Tensor[] made = Ways[at].Forward(
                    [below, .. before.Select(states => At(states, at)), .. lengths is null ? [] : (Tensor[])[lengths]]);
                (all[way], after[at]) = (made[0], made[1..]);
            }

            output = Joined(all);
        }

        Tensor[] last = [.. after[^WaysALayer..].Select(states => states[0])];
        return (options.GivesLast ? Joined(last) : output,
            [.. stateNames.Select((_, state) => Tensor.Stack(0, [.. after.Select(states => states[state])]))]);
    }

    static Tensor At(Tensor states, int way) => states.Slice(0, way, 1).Reshape(Shape.Of(states.Shape.Sizes[1..]));

    static Tensor Joined(Tensor[] ways) => ways.Length == 1 ? ways[0] : Concat.Of(ways[0].Shape.Rank - 1, ways);
}
