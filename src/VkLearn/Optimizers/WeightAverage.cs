using VkLearn.Compile;
using VkLearn.Formats;
using VkLearn.Gpu;

namespace VkLearn.Optimizers;

/// <summary>
/// A moving average of a model's parameters, which often tests better than they do themselves (Polyak and Juditsky 1992). It stays on the
/// device, and goes on at each <see cref="Update"/> by one dispatch: average = d average + (1 - d) parameter, where d is the decay, or
/// t / (t + 10) at update t where that is less, so that the first weights are soon forgotten.
/// </summary>
public sealed class WeightAverage : IDisposable
{
    const float WarmUp = 10;

    readonly Dictionary<Parameter, State> averages = [];
    readonly float decay;
    Counter? steps;

    /// <param name="decay">From 0 to below 1; 0.999 is about the mean of the last 1,000 steps.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    public WeightAverage(float decay = 0.999f) => this.decay = decay is >= 0 and < 1 ? decay
        : throw new ArgumentException($"WeightAverage: decay must be from 0 to below 1, received {decay}.", nameof(decay));

    /// <summary>Reads <c>"weightAverage"</c>, the decay; null: none.</summary>
    public static WeightAverage? Read(Settings settings) =>
        settings.Has("weightAverage") ? new(settings.Float("weightAverage", min: 0, max: 0.999999f)) : null;

    /// <summary>What a parameter's average is.</summary>
    /// <exception cref="KeyNotFoundException">There is none: nothing was recorded that makes or uses it.</exception>
    public State this[Parameter parameter] => averages[parameter];

    /// <summary>All that its next update depends on but parameters, by names that differ.</summary>
    internal IEnumerable<(string Name, Place Place)> Places =>
        [.. averages.Values.Select(state => (state.Path, (Place)state)), .. steps is null ? [] : new[] { ("steps", (Place)steps) }];

    /// <summary>Gives back the memory of the averages (<see cref="Place.Dispose"/>).</summary>
    public void Dispose()
    {
        foreach ((_, Place place) in Places)
        {
            place.Dispose();
        }
    }

    internal string Text => FormattableString.Invariant($"{decay}");

    /// <summary>
    /// Lets the averages go on by the parameters as they are at this point of the trace: after their update. Twice in a recording is two of
    /// its updates.
    /// </summary>
    public void Update(params ReadOnlySpan<Layer> of)
    {
        using IDisposable updating = Trace.Current.At(new Origin(null, PhaseKind.Update));
        Parameter[] parameters = Of(of);
        Session session = Trace.Current.Device;
        Settle(session, parameters);
        steps ??= session.Counters.New("average.steps");
        Tensor step = steps.Value.Plus(Trace.Current.CountUpdate(steps, parameters)), share = 1 - (step / (step + WarmUp)).Minimum(decay);
        State[] states = [.. parameters.Select(parameter => averages[parameter])];
        foreach ((int from, int to) in PlaceRanges.Of(states, parameters))
        {
            IEnumerable<Place> places = [.. states[from..to], .. parameters[from..to]];
            Tensor[] updated = new Update(new AverageRule(), to - from).Apply([.. places.Select(place => place.Value), share, steps.Value]);
            for (int i = from; i < to; i++)
            {
                updated[i - from].Name = states[i].Path;
                Trace.Current.Assign(states[i], updated[i - from], by: nameof(WeightAverage));
            }
        }
    }

    /// <summary>The model's function by the averages in place of its parameters.</summary>
    public Tensor Forward(Layer model, Tensor input)
    {
        using (Reading(model))
        {
            return model.Forward(input);
        }
    }

    /// <summary>Has models' averages read in place of their parameters until the result is disposed.</summary>
    public IDisposable Reading(params ReadOnlySpan<Layer> models)
    {
        Settle(Trace.Current.Device, Of(models));
        return Trace.Current.Read([.. averages.Select(average => ((Place)average.Key, average.Value.Value))]);
    }

    static Parameter[] Of(ReadOnlySpan<Layer> models) => [.. models.ToArray().SelectMany(model => model.Parameters).Distinct()];

    /// <summary>What a parameter's average is called.</summary>
    internal static string NameOf(Parameter parameter) => $"{parameter.Path}:average";

    /// <summary>Gives parameters' averages their values.</summary>
    internal void Load(GpuDevice gpu, IReadOnlyList<(Parameter Of, float[] Values)> all)
    {
        Settle(Session.Of(gpu), [.. all.Select(one => one.Of)]);
        foreach ((Parameter of, float[] values) in all)
        {
            averages[of].Load(values);
        }
    }

    /// <summary>Gives parameters and averages memory, the averages, where they are new, the parameters' values.</summary>
    void Settle(Session session, Parameter[] parameters)
    {
        foreach (Parameter parameter in parameters)
        {
            session.Settle(parameter);
        }

        Parameter[] fresh = [.. parameters.Where(parameter => !averages.ContainsKey(parameter))];
        foreach (Parameter parameter in fresh)
        {
            averages.Add(parameter, new State(NameOf(parameter), parameter.Shape));
        }

        session.Settle([.. parameters.Select(parameter => averages[parameter])]);
        foreach (Parameter parameter in fresh)
        {
            averages[parameter].Load(parameter.ToArray());
        }
    }
}

/// <summary>average + (parameter - average) share: the parameter is taken as the gradient, the share as the rate
/// (shaders/ops/WeightAverage.comp).</summary>
sealed record AverageRule : UpdateRule
{
    public override int Moments => 0;

    protected override Tensor[] Define(Tensor weight, Tensor gradient, Tensor[] moments, Tensor rate, Tensor step) =>
        [weight + (gradient - weight) * rate];

    protected override void Dispatch(Pass pass, UpdateRange range) => pass.Dispatch("WeightAverage", range.Groups(pass),
        pass.FewLocalSize, [], range.Weight, range.Gradient, range.Rate, range.NewWeight, range.Count);
}
