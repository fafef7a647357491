using System.Globalization;
using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Optimizers;

/// <summary>Changes parameters by their gradients. It owns its moments and counts its updates; both live on the device.</summary>
public abstract class Optimizer(Schedule learningRate) : IDisposable
{
    readonly Dictionary<Parameter, State[]> moments = [];
    readonly State rate = new("learningRate", [], learningRate.IsConstant ? learningRate.Initial : 1);   // a factor where a schedule rules
    float constant = learningRate.Initial, factor = 1;
    PlateauState? plateau;
    Counter? trainingSteps; // where a schedule goes by them
    LossScale? lossScale;   // where numbers lie in half precision
    bool hasRate; // whether the rate lies on the device as it is here

    /// <summary>The learning rate, by the number of steps made: several updates in one recording have the same. Set it before the first
    /// step is recorded.</summary>
    public Schedule LearningRate { get; internal set; } = learningRate;

    /// <summary>
    /// How many updates were made; null before the first was traced. Several of the same parameters in one recording count each, as they
    /// would in recordings of their own; updates of parameters that have none in common count together, as one step of all.
    /// </summary>
    public Counter? Steps { get; private set; }

    /// <summary>Whether what is being traced has an update by it.</summary>
    internal bool IsUpdating => Steps is { } steps && Trace.Current.IncrementOf(steps) > 0;

    /// <summary>
    /// All that its next update depends on but parameters and gradients, by names that differ; empty before one was traced.
    /// </summary>
    internal IEnumerable<(string Name, Place Place)> Places =>
    [
        .. Steps is null ? [] : new[] { ("learningRate", (Place)rate), ("steps", Steps) },
        .. trainingSteps is null ? [] : new[] { ("trainingSteps", (Place)trainingSteps) },
        .. lossScale is null ? [] : lossScale.States.Select(state => (state.Path, (Place)state)),
        .. moments.Values.SelectMany(states => states).Select(state => (state.Path, (Place)state)),
    ];

    /// <summary>Has it forget, at this point of what is traced, the updates that were traced before: the next is as the first.</summary>
    internal void Restart()
    {
        foreach (State moment in moments.Values.SelectMany(states => states))
        {
            moment.Assign(Tensor.Zeros(moment.Shape));
        }

        Trace.Current.Advance(new Advance(Steps!, Last: 0));
    }

    /// <summary>What it does to a parameter.</summary>
    protected abstract UpdateRule Rule { get; }

    /// <summary>Whether the rule's weight decay is for all parameters, or only for those that are said to decay
    /// (<see cref="Parameter.Decays"/>), which spares biases and norms.</summary>
    protected virtual bool DecaysAll => true;

    /// <summary>
    /// Parameters with a learning rate or weight decay of their own; of several groups that one is in, the first counts. Set it before the
    /// first step is recorded.
    /// </summary>
    public IReadOnlyList<ParameterGroup> Groups { get; set; } = [];

    /// <summary>
    /// The most that the norm of all gradients of an update together may be; else they are scaled down to it (Pascanu et al. 2013). Before
    /// <see cref="ClipValue"/>. Null: any. Set it before the first step is recorded.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to what is not above 0.</exception>
    public float? ClipNorm
    {
        get;
        set => field = Positive(value);
    }

    /// <summary>The most that an element of a gradient may be, and its negative the least. Null: any. Set it before the first step is
    /// recorded.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to what is not above 0.</exception>
    public float? ClipValue
    {
        get;
        set => field = Positive(value);
    }

    static float? Positive(float? value)
    {
        if (value is { } number)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        }

        return value;
    }

    /// <summary>Gives back the memory of its moments and counts (<see cref="Place.Dispose"/>).</summary>
    public void Dispose()
    {
        foreach ((_, Place place) in Places)
        {
            place.Dispose();
        }
    }

    /// <summary>The rule with its numbers, to tell whether another is the same.</summary>
    internal string RuleText => string.Create(CultureInfo.InvariantCulture,
        $"{Rule}{(DecaysAll ? "" : ", biases and norms spared")}{string.Concat(Groups.Select(group => $", {group}"))}"
        + $"{(ClipNorm is { } norm ? $", clipNorm {norm}" : "")}{(ClipValue is { } value ? $", clipValue {value}" : "")}");

    /// <summary>
    /// Short for taking the gradients of a loss and applying them. A parameter that the loss does not depend on, beside others that it
    /// does, has a gradient of zeros: its weight decay and its moments go on. Where numbers lie in half precision
    /// (<see cref="Precision.Float16"/>), the loss is scaled meanwhile so that small gradients do not become 0, and an update whose
    /// gradients are not all finite is left out.
    /// </summary>
    /// <param name="of">Those of its parameters are updated that are not frozen (<see cref="Layer.IsFrozen"/>).</param>
    /// <exception cref="InvalidOperationException">The loss depends on none of the parameters, or there is none.</exception>
    public void Minimize(Tensor loss, Layer of) => Minimize(loss, of.Trainable is { Count: > 0 } trainable ? trainable
        : throw new InvalidOperationException($"{GetType().Name}: {of.GetType().Name} \"{of.Path}\" has no parameter to update"
            + (of.Parameters.Count > 0 ? ": all are frozen. Set IsFrozen to false for some of it." : ".")));

    /// <inheritdoc cref="Minimize(Tensor, Layer)"/>
    public void Minimize(Tensor loss, IReadOnlyList<Parameter> of)
    {
        bool isScaled = Trace.Current.Precision == Precision.Float16;
        lossScale = isScaled ? lossScale ?? new LossScale() : lossScale;
        Apply(of, isScaled ? lossScale!.Gradients(loss, of) : loss.Gradients(of), isScaled ? lossScale : null);
    }

    /// <summary>Updates a parameter by a gradient.</summary>
    public void Apply(Parameter parameter, Tensor gradient) => Apply([parameter], [gradient]);

    /// <summary>Updates parameters by gradients: one dispatch for each range of parameters that lie together.</summary>
    /// <exception cref="ArgumentException">There are not as many gradients as parameters, shapes differ, or one is named twice.</exception>
    public void Apply(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> gradients) => Apply(parameters, gradients, null);

    /// <param name="scaledBy">What the gradients are scaled by; null: nothing.</param>
    void Apply(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> gradients, LossScale? scaledBy)
    {
        using IDisposable updating = Trace.Current.At(new Origin(null, PhaseKind.Update));
        if (!parameters.Select(p => p.Shape).SequenceEqual(gradients.Select(g => g.Shape)))
        {
            throw new ArgumentException(
                $"{GetType().Name}: parameters {string.Join(", ", parameters)} do not match gradients {string.Join(", ", gradients)}.");
        }

        if (parameters.GroupBy(parameter => parameter).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException(
                $"{GetType().Name}: {twice.Key.Path} is named {twice.Count()} times. Name it once, with the sum of its gradients.");
        }

        if (!Trace.IsRecording)
        {
            LooseTrace.FlushQueued(); // an update queued before this one counts before it
        }

        Home? home = parameters.FirstOrDefault(parameter => parameter.Home is not null)?.Home;
        Session session = Trace.Current.Session ?? home?.Session ?? Trace.Current.Device;
        Steps ??= session.Counters.New($"{GetType().Name}.steps");
        if (!hasRate)
        {
            session.Settle([rate]);
            session.Gpu.Staging.Upload<float>([RateValue], rate.Home!.Buffer, rate.Home.ByteOffset);
            hasRate = true;
        }

        MakeMoments(session, parameters);
        uint before = Trace.Current.CountUpdate(Steps, parameters);
        if (Groups.Count > 0)
        {
            Trace.Current.AtEnd(RefuseEmptyGroups);
        }

        Tensor now = LearningRate.IsConstant ? rate.Value : LearningRate.At(TrainingSteps(session)) * rate.Value;
        now.Name ??= rate.Name;
        UpdateSetting[] settings = [.. parameters.Select(SettingOf)];
        List<(int From, int To)> ranges =
            [.. PlaceRanges.Of([parameters, .. Moments(parameters)]).SelectMany(range => RunsOf(settings, range.From, range.To))];
        Tensor? norm = ClipNorm is null && scaledBy is null ? null : Clipping.Norm(gradients, ranges);
        UpdateSkip? skip = scaledBy?.Note(norm!);
        Tensor? scale = skip?.Unscale;
        if (ClipNorm is { } most)
        {
            Tensor clip = Clipping.Scale(skip is null ? norm! : norm! * skip.Unscale, most);
            scale = skip is null ? clip : clip * skip.Unscale;
        }

        foreach ((int from, int to) in ranges)
        {
            Apply(parameters, gradients, settings[from..to], before, now, (scale, skip), from);
        }
    }

    /// <summary>Steps of training before this one, each of which may be several updates.</summary>
    Tensor TrainingSteps(Session session)
    {
        trainingSteps ??= session.Counters.New($"{GetType().Name}.trainingSteps");
        Trace.Current.Advance(new Advance(trainingSteps));
        return trainingSteps.Value.Cast(DType.Float32);
    }

    UpdateSetting SettingOf(Parameter parameter)
    {
        ParameterGroup? group = Groups.FirstOrDefault(group => group.Holds(parameter));
        float? decay = group?.WeightDecay ?? (DecaysAll || parameter.Decays ? null : 0);
        UpdateRule? changed = decay is { } own ? Rule.WithDecay(own) : Rule;
        return changed is null ? throw new ArgumentException(
                $"{GetType().Name}: {group?.ToString() ?? "the optimiser"} sets a weight decay, which {Rule.GetType().Name} has not. "
                + "Leave it out, or let the rule override WithWeightDecay.")
            : new UpdateSetting(group?.LearningRateFactor ?? 1, changed == Rule ? null : decay);
    }

    /// <summary>A range as it is where the rule's kernel goes over parameters that differ, else its runs of equals.</summary>
    IEnumerable<(int From, int To)> RunsOf(UpdateSetting[] settings, int from, int to)
    {
        for (int i = from + 1; i < to; i++)
        {
            if (Rule.DecayIfVariable is null && settings[i] != settings[i - 1])
            {
                yield return (from, i);
                from = i;
            }
        }

        yield return (from, to);
    }

    /// <summary>A name that is not right would else leave all as it was, without a word.</summary>
    void RefuseEmptyGroups()
    {
        Parameter[] all =
        [
            .. moments.Keys.Select(parameter => parameter.Owner?.Root).OfType<Layer>().Distinct().SelectMany(root => root.Parameters),
            .. moments.Keys.Where(parameter => parameter.Owner is null),
        ];
        if (Groups.FirstOrDefault(group => !all.Any(group.Holds)) is { } empty)
        {
            string[] names = [.. all.SelectMany(parameter => NamesOf(parameter.Path)).Distinct()];
            string nearest = NearestWord.Meant(empty.Match, names);
            const int most = 20;
            throw new ArgumentException(
                $"{GetType().Name}: the group \"{empty.Match}\" holds no parameter.{nearest} "
                + $"There are {string.Join(", ", all.Take(most).Select(parameter => parameter.Path))}"
                + (all.Length > most ? $" and {all.Length - most} more." : "."));
        }
    }

    /// <summary>A path and those above it.</summary>
    static IEnumerable<string> NamesOf(string path)
    {
        for (int end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1))
        {
            yield return path[..end];
        }
    }

    /// <summary>Sets a constant learning rate, between two replays; nothing is recorded again.</summary>
    /// <exception cref="InvalidOperationException">The rate follows a schedule.</exception>
    public void SetLearningRate(float value)
    {
        if (!LearningRate.IsConstant)
        {
            throw new InvalidOperationException(
                $"{GetType().Name}: the learning rate follows {LearningRate}; only a constant one can be set.");
        }

        constant = value;
        LoadRate();
    }

    /// <summary>
    /// What the learning rate, constant or scheduled, is multiplied by; 1 unless set. Setting it is a queued write between two replays;
    /// nothing is recorded again.
    /// </summary>
    public float LearningRateFactor
    {
        get => factor;
        set
        {
            factor = value;
            LoadRate();
        }
    }

    /// <summary>Where a constant learning rate lies, or the factor of a scheduled one, which is watched as <c>learningRate</c>.</summary>
    public Place Rate => rate;

    /// <summary>What <see cref="SetLearningRate"/> and <see cref="LearningRateFactor"/> were set to, to go on with.</summary>
    internal (float Constant, float Factor) RateSetting
    {
        get => (constant, factor);
        set
        {
            (constant, factor) = value;
            LoadRate();
        }
    }

    /// <summary>How tests have gone, where the learning rate goes by them.</summary>
    internal PlateauState? Plateau => LearningRate.OnPlateau is { } schedule ? plateau ??= new PlateauState(schedule) : null;

    /// <summary>Tells a learning rate that goes by tests how the one after a step was; a queued write between two replays.</summary>
    internal void NoteTest(double value, bool isLowerBetter, long step)
    {
        if (Plateau is { } known && known.Note(value, isLowerBetter, step))
        {
            LoadRate();
        }
    }

    float RateValue => (LearningRate.IsConstant ? constant : 1) * factor * (float)(Plateau?.Factor ?? 1);

    void LoadRate()
    {
        if (rate.Home is not null) // else the first update to be recorded sets it
        {
            rate.Load([RateValue]);
        }
    }

    void Apply(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> gradients, UpdateSetting[] settings, uint before, Tensor now,
        (Tensor? Scale, UpdateSkip? Skip) by, int from)
    {
        int to = from + settings.Length;
        bool isVaried = settings.Any(setting => setting != settings[0]);
        UpdateRule rule = !isVaried && settings[0].WeightDecay is { } decay ? Rule.WithDecay(decay)! : Rule;
        now = isVaried || settings[0].Factor == 1 ? now : now * settings[0].Factor;
        Update update = new(rule, to - from, by.Scale is not null, ClipValue ?? 0, before,
            isVaried ? new UpdateSettings(settings) : null, by.Skip is not null);
        Place[] changed =
        [
            .. Slice(parameters, from, to),
            .. Enumerable.Range(0, Rule.Moments).SelectMany(k => Slice(parameters, from, to).Select(parameter => moments[parameter][k])),
        ];
        Tensor[] values = [.. changed.Select(place => place.Value)];
        Tensor[] scales = by.Scale is null ? [] : [by.Scale], skips = by.Skip is null ? [] : [by.Skip.IsMade, by.Skip.Skipped];
        Tensor[] updated = update.Apply([
            .. values[..update.Count], .. Slice(gradients, from, to), .. values[update.Count..], .. scales, .. skips, now, Steps!.Value,
        ]);
        for (int i = 0; i < changed.Length; i++)
        {
            updated[i].Name = changed[i].Path;
            Trace.Current.Assign(changed[i], updated[i], by: GetType().Name);
        }
    }

    IEnumerable<IReadOnlyList<Place>> Moments(IReadOnlyList<Parameter> parameters) =>
        Enumerable.Range(0, Rule.Moments).Select(k => (IReadOnlyList<Place>)[.. parameters.Select(parameter => moments[parameter][k])]);

    static IEnumerable<T> Slice<T>(IReadOnlyList<T> all, int from, int to) => all.Skip(from).Take(to - from);

    void MakeMoments(Session session, IReadOnlyList<Parameter> parameters)
    {
        Parameter[] fresh = [.. parameters.Where(parameter => !moments.ContainsKey(parameter)).Distinct()];
        foreach (Parameter parameter in parameters)
        {
            session.Settle(parameter);
        }

        foreach (Parameter parameter in fresh)
        {
            moments.Add(parameter,
                [.. Enumerable.Range(0, Rule.Moments).Select(k => new State($"{parameter.Path}:moment{k}", parameter.Shape))]);
        }

        foreach (IReadOnlyList<Place> kind in Moments(parameters))
        {
            session.Settle(kind); // those that have a home keep it
        }
    }
}
