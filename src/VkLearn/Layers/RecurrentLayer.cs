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
    readonly int inFeatures, outFeatures, gates, units;
    readonly RecurrentOptions options;
    readonly State[] carried;
    readonly (string Name, int Width)[] states;
    IReadOnlyList<State>? goingOn;

    /// <param name="gates">Products that a unit needs at a step.</param>
    /// <param name="units">Of each way.</param>
    /// <param name="states">What goes on from step to step, and how many numbers it is: first what the next layer reads.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    private protected RecurrentLayer(
        int inFeatures, RecurrentOptions? options, int gates, int units, params (string Name, int Width)[] states)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(states[0].Width, 1, "outFeatures");
        (this.inFeatures, outFeatures, this.gates, this.units) = (inFeatures, states[0].Width, gates, units);
        (this.options, this.states) = (options ?? new(), states);
        this.options.Check(GetType().Name);
        carried = [.. states.Where(_ => this.options.CarriedBatch > 0)
            .Select(state => AddState(state.Name, [this.options.Layers, this.options.CarriedBatch, state.Width]))];
        Array.ForEach(carried, state => state.IsOfBatches = true);
    }

    int WaysALayer => options.IsBidirectional ? 2 : 1;

    /// <summary>The layers of the stack, each forward and then, if it goes both ways, back.</summary>
    public IReadOnlyList<RecurrentWay> Ways => [.. Children.Cast<RecurrentWay>()];

    /// <summary>What a unit's gates are called, in their order.</summary>
    public virtual IReadOnlyList<string> Gates => [];

    /// <summary>
    /// How far each gate of the last way was open at each step, by what a trace made of it: [N, T, units] each. None where there are no
    /// gates, or where no kernel walks.
    /// </summary>
    /// <param name="made">What was computed from the states.</param>
    internal IEnumerable<(string Gate, Tensor Open)> GatesOf(Tensor made) =>
        Trace.NamesOf([made]).TryGetValue(Ways[^1].GatesName, out Tensor? gates) ? Gates.Zip(gates.Chunk(2, Gates.Count)) : [];

    /// <summary>The states carried from batch to batch, [layers, N, outFeatures] each; none where they are not.</summary>
    public IReadOnlyList<State> Carried => carried;

    /// <summary>To be called by each constructor: names are PyTorch's, l0, l0.reverse, l1 ...</summary>
    /// <param name="inputBias">Null: there is but the recurrent one.</param>
    /// <param name="walksBias">Whether the walk adds the recurrent bias itself.</param>
    private protected void AddWays(Initializer? inputBias, Initializer recurrentBias, bool walksBias,
        Func<RecurrentWay, Tensor, Tensor[], Tensor?, Tensor[]> walk)
    {
        for (int layer = 0; layer < options.Layers; layer++)
        {
            int width = layer == 0 ? inFeatures : WaysALayer * outFeatures;
            for (int way = 0; way < WaysALayer; way++)
            {
                Add($"l{layer}{(way == 0 ? "" : ".reverse")}", new RecurrentWay(width, outFeatures, gates, units, way == 1,
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
        Tensor[] given = [.. inputs.Skip(1).Where(other => other != lengths)];
        Shape[] expected = [.. states.Select(state => Shape.Of([Ways.Count, input.Shape[0], state.Width]))];
        return given.Length == 0 || given.Select(state => state.Shape).SequenceEqual(expected)
            ? (input, lengths, given)
            : throw new ArgumentException($"{GetType().Name} \"{Path}\": takes sequences, Int32 lengths if they differ, and either none or "
                + $"all of {string.Join(", ", states.Zip(expected, (state, shape) => $"{state.Name} {shape}"))}, received "
                + $"{string.Join(" and ", inputs.Skip(1))}.");
    }

    /// <summary>States of its own form for so many sequences, zeros at first: to go on from.</summary>
    public IReadOnlyList<State> NewStates(int sequences) =>
        [.. states.Select(state => new State($"{Path} {state.Name}", [Ways.Count, sequences, state.Width]))];

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
            Tensor[] made = new Tensor[WaysALayer];
            for (int way = 0; way < WaysALayer; way++)
            {
                int at = layer * WaysALayer + way;
                Tensor[] ofWay = Ways[at].Forward(
                    [below, .. before.Select(all => At(all, at)), .. lengths is null ? [] : (Tensor[])[lengths]]);
                (made[way], after[at]) = (ofWay[0], ofWay[1..]);
            }

            output = Joined(made);
        }

        Tensor[] last = [.. after[^WaysALayer..].Select(ofWay => ofWay[0])];
        return (options.GivesLast ? Joined(last) : output,
            [.. states.Select((_, state) => Tensor.Stack(0, [.. after.Select(ofWay => ofWay[state])]))]);
    }

    static Tensor At(Tensor states, int way) => states.Slice(0, way, 1).Reshape(Shape.Of(states.Shape.Sizes[1..]));

    static Tensor Joined(Tensor[] ways) => ways.Length == 1 ? ways[0] : Concat.Of(ways[0].Shape.Rank - 1, ways);
}
