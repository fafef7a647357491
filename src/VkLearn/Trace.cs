using VkLearn.Compile;

namespace VkLearn;

/// <summary>
/// What is being recorded. The ops themselves hang together through their tensors; the trace knows what changes: places and their values so
/// far, counters that advance, tensors to watch.
/// </summary>
sealed class Trace
{
    [ThreadStatic] static Trace? current;
    [ThreadStatic] static Origin origin;
    [ThreadStatic] static IReadOnlyDictionary<Place, Tensor>? readFor;

    Told told = new();

    /// <summary>The recording that this thread is in; outside one, what runs when something is read.</summary>
    public static Trace Current => current ?? LooseTrace.Shared.Trace;

    /// <summary>What is held while something is told: several threads share what is queued outside recordings.</summary>
    public Lock Gate { get; init; } = new();

    /// <summary>Whether this thread is tracing a recording or a definition.</summary>
    public static bool IsRecording => current is not null;

    /// <summary>The device that is recorded for; null in a definition and outside a recording.</summary>
    public Session? Session { get; init; }

    /// <summary>The device that is recorded for, or the one used last.</summary>
    /// <exception cref="InvalidOperationException">No device was used yet.</exception>
    public Session Device => Session
        ?? Compile.Session.Latest ?? throw new InvalidOperationException("No device has been used yet: do this inside gpu.Record.");

    /// <summary>Whether layers behave as in training (dropout, batch statistics) or as in evaluation.</summary>
    public bool Training { get; init; } = true;

    /// <summary>How what is recorded lies in memory between kernels.</summary>
    public Precision Precision { get; init; }

    /// <summary>Seed and RNG clock of a training's own; null: the device's.</summary>
    public (Tensor Block, Counter Clock)? Random { get; init; }

    /// <summary>The name of the op whose definition is traced, null in a recording.</summary>
    public string? IsDefinition { get; init; }

    /// <summary>Where in the program the ops that are traced now belong.</summary>
    public Origin Origin => origin;

    /// <summary>Told of every op traced.</summary>
    public Action<Node>? OnTraced { get; set; }

    /// <summary>Told, before, that a place is read, assigned or counted.</summary>
    public Action<Place>? OnTouched { get; init; }

    /// <summary>Told of every layer that begins.</summary>
    public Action<Layer>? OnEntered { get; set; }

    /// <summary>Told of every layer that has ended, and of what it made.</summary>
    public Action<Layer, Tensor[]>? OnLeft { get; set; }

    public IReadOnlyDictionary<string, Tensor> Watches => told.Watches;
    public IReadOnlyList<Advance> Advances => told.Advances;
    public IReadOnlyList<Tally> Tallies => told.Tallies;
    public IReadOnlyList<FiniteTally> FiniteTallies => told.FiniteTallies;

    /// <summary>The places that were assigned, with their last values.</summary>
    public IEnumerable<(Place Place, Tensor Value)> Assigned =>
        told.Values.Where(v => v.Value.Leaf != new PlaceLeaf(v.Key)).Select(v => (v.Key, v.Value));

    /// <summary>Whether a place was assigned, or a counter or sum is to go on.</summary>
    public bool Changes => told.Stale.Count > 0 || told.Advances.Count > 0 || told.Tallies.Count > 0 || told.FiniteTallies.Count > 0;

    /// <summary>Whether random numbers were drawn, so that the RNG clock must advance.</summary>
    public bool DrewRandom => told.Streams > 0;

    /// <summary>Makes a trace this thread's until the result is disposed.</summary>
    public static IDisposable Begin(Trace trace)
    {
        var outer = (current, origin, readFor);
        (current, origin, readFor) = (trace, default, null);
        return new Ending(() => (current, origin, readFor) = outer);
    }

    /// <summary>All that was told so far, as a trace of its own; this one is then as a new one.</summary>
    public Trace TakeOut()
    {
        Trace taken = new() { told = told };
        told = new();
        return taken;
    }

    /// <summary>What was taken out of this trace, to which nothing was told since, is told again.</summary>
    public void PutBack(Trace taken) => told = taken.told;

    /// <summary>Says where ops belong until the result is disposed.</summary>
    public IDisposable At(Origin where)
    {
        Origin outer = origin;
        origin = where;
        return new Ending(() => origin = outer);
    }

    public void Traced(Node node) => OnTraced?.Invoke(node);

    /// <summary>Has some places read as other values until the result is disposed; further ones as they were read before.</summary>
    public IDisposable Read(IEnumerable<(Place Place, Tensor Value)> others)
    {
        IReadOnlyDictionary<Place, Tensor>? outer = readFor;
        Dictionary<Place, Tensor> now = new(outer ?? new Dictionary<Place, Tensor>());
        foreach ((Place place, Tensor value) in others)
        {
            now[place] = value;
        }

        readFor = now;
        return new Ending(() => readFor = outer);
    }

    public Tensor Read(Place place)
    {
        RefuseInDefinition($"reads {place.Name}");
        if (readFor?.GetValueOrDefault(place) is { } other)
        {
            return other;
        }

        lock (Gate)
        {
            Touch(place);
            if (!told.Values.TryGetValue(place, out Tensor? value))
            {
                value = new Tensor(place.TensorType, leaf: new PlaceLeaf(place)) { Name = place.Path };
                told.Values.Add(place, value);
            }

            return value;
        }
    }

    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    void Touch(Place place)
    {
        place.RefuseDisposed();
        OnTouched?.Invoke(place);
    }

    public void Assign(Place place, Tensor value, string by)
    {
        RefuseInDefinition($"assigns {place.Name}");
        if (value.TensorType != place.TensorType)
        {
            throw new ArgumentException($"{place} cannot be assigned {value.TensorType}: shape and type must be the same.");
        }

        lock (Gate)
        {
            Tensor before = Read(place);
            RefuseTwice(place, told.Tallies.Any(tally => tally.Sums == place) || told.FiniteTallies.Any(tally => tally.Sums == place));
            told.Stale[before] = (place, by);
            told.Values[place] = value;
        }
    }

    public void Watch(string name, Tensor tensor)
    {
        RefuseInDefinition($"watches {name}");
        if (!told.Watches.TryAdd(name, tensor))
        {
            throw new ArgumentException($"Two tensors of this recording are watched as \"{name}\"; give one another name.");
        }
    }

    /// <summary>Lets a tensor that nothing else may need be watched by its name.</summary>
    public void Offer(Tensor tensor)
    {
        lock (Gate)
        {
            told.Offered.Add(tensor);
        }
    }

    /// <summary>What places are assigned and what is offered: all that named tensors of a step are found from.</summary>
    public IEnumerable<Tensor> Ends => Assigned.Select(assigned => assigned.Value).Concat(told.Offered);

    /// <summary>Watches what the recording computes under these names; the first where several have one name.</summary>
    /// <exception cref="UnknownTensorException">Nothing has the name; the message lists what there is.</exception>
    public void WatchByName(IEnumerable<string> names, IEnumerable<Tensor> results, string recording)
    {
        string[] wanted = [.. names.Where(name => !told.Watches.ContainsKey(name)).Distinct()];
        Dictionary<string, Tensor> named = wanted.Length == 0 ? [] : NamesOf(results.Concat(Ends));
        foreach (string name in wanted)
        {
            Watch(name, named.TryGetValue(name, out Tensor? tensor) ? tensor : throw Unknown(name, [.. named.Keys], recording));
        }
    }

    /// <summary>What tensors are computed from, themselves among it, by name; the first where several have one.</summary>
    public static Dictionary<string, Tensor> NamesOf(IEnumerable<Tensor> tensors)
    {
        Dictionary<string, Tensor> named = [];
        foreach (Tensor tensor in Node.Before(tensors).SelectMany(node => node.Outputs))
        {
            if (tensor.Name is { } known)
            {
                named.TryAdd(known, tensor);
            }
        }

        return named;
    }

    public static UnknownTensorException Unknown(string name, string[] known, string recording)
    {
        const int most = 60; // of a thousand layers nobody reads all
        string more = known.Length > most ? FormattableString.Invariant($" and {known.Length - most:n0} more") : "";
        return new(name, $"The {recording} computes no tensor \"{name}\".{NearestWord.Meant(name, known)} "
            + $"It computes: {string.Join(", ", known.Take(most))}{more}.");
    }

    /// <summary>Makes a counter go on at the end of the recording, once.</summary>
    public void Advance(Advance advance)
    {
        RefuseInDefinition("advances a counter");
        lock (Gate)
        {
            Touch(advance.Counter);
            if (!told.Advances.Any(known => known.Counter == advance.Counter))
            {
                told.Advances.Add(advance);
            }
        }
    }

    /// <summary>By how much a counter goes on at the end of the recording, as traced so far.</summary>
    public uint IncrementOf(Counter counter) => told.Advances.Find(known => known.Counter == counter)?.Increment ?? 0;

    /// <summary>Makes a counter go on in this way, whatever was said of it before.</summary>
    public void AdvanceInstead(Advance advance)
    {
        RefuseInDefinition("advances a counter");
        lock (Gate)
        {
            Touch(advance.Counter);
            told.Advances.RemoveAll(known => known.Counter == advance.Counter);
            told.Advances.Add(advance);
        }
    }

    /// <summary>
    /// At the end of each replay adds scale times the sum of all elements of a tensor to an entry of sums, in the recording's last
    /// dispatch. Where the tensor is itself a sum or a mean of few values, they are taken, and it need not be computed. What the recording
    /// reads of the sums is their value before.
    /// </summary>
    /// <param name="sums">[entries, 2], from <see cref="Tally.NewSums"/>.</param>
    /// <exception cref="ArgumentException">The tensor is not Float32, the sums are not such a state, or have no such entry.</exception>
    /// <exception cref="InvalidOperationException">The sums are assigned in this recording.</exception>
    public void Tally(State sums, int entry, Tensor values, float scale = 1)
    {
        RefuseInDefinition($"tallies {values}");
        RefuseNoSums(sums, entry);
        if (values.Type != DType.Float32)
        {
            throw new ArgumentException($"Tally \"{sums.Name}\": values must be Float32, received {values}. Cast them first.");
        }

        lock (Gate)
        {
            Touch(sums);
            told.Offered.Add(values);
            told.Tallies.AddRange(Compile.Tally.Of(sums, entry, values, scale));
        }
    }

    /// <summary>
    /// At the end of each replay counts a step, and as a finite one too where all other entries of the sums are finite by then: once a
    /// NaN or infinite value was tallied no step is, so that the count says how many came before it.
    /// </summary>
    /// <inheritdoc cref="Tally(State, int, Tensor, float)"/>
    public void TallyFinite(State sums, int stepsEntry, int finiteEntry)
    {
        RefuseInDefinition($"tallies {sums.Name}");
        RefuseNoSums(sums, Math.Max(stepsEntry, finiteEntry));
        lock (Gate)
        {
            Touch(sums);
            told.FiniteTallies.Add(new FiniteTally(sums, stepsEntry, finiteEntry));
        }
    }

    void RefuseNoSums(State sums, int entry)
    {
        if (sums.Shape is not { Rank: 2 } shape || shape[1] != 2 || sums.Type != DType.Float32 || entry < 0 || entry >= shape[0])
        {
            throw new ArgumentException(
                $"Tally \"{sums.Name}\": sums must be a Float32 state [entries, 2] that has the entry, received {sums}, entry {entry}.");
        }

        RefuseTwice(sums, isTallied: told.Values.ContainsKey(sums) && told.Values[sums].Leaf != new PlaceLeaf(sums));
    }

    static void RefuseTwice(Place place, bool isTallied)
    {
        if (isTallied)
        {
            throw new InvalidOperationException(
                $"{place} is assigned and tallied in one recording, which ends with its tallies. Do one of both.");
        }
    }

    /// <summary>
    /// Counts an update of places. Those of the same place are one after the other, those of others go on together, as if each place
    /// counted its own: the counter goes on by the most that one of them gets in the recording.
    /// </summary>
    /// <returns>How many of the recording's updates, counted by this counter, come before this one.</returns>
    public uint CountUpdate(Counter counter, IReadOnlyList<Place> places)
    {
        lock (Gate)
        {
            Touch(counter);
            uint before = places.Select(place => told.Updates.GetValueOrDefault((counter, place))).DefaultIfEmpty().Max();
            foreach (Place place in places)
            {
                told.Updates[(counter, place)] = before + 1;
            }

            told.Advances.RemoveAll(known => known.Counter == counter && known.Increment <= before);
            Advance(new Advance(counter, before + 1));
            return before;
        }
    }

    /// <summary>Does something, which may throw, when all of the recording is traced; once, however often it is asked for.</summary>
    public void AtEnd(Action check)
    {
        lock (Gate)
        {
            told.Checks.Add(check);
        }
    }

    /// <summary>Says that all is traced.</summary>
    public void End()
    {
        foreach (Action check in told.Checks)
        {
            check();
        }
    }

    /// <summary>The next stream of random numbers.</summary>
    public uint NextStream()
    {
        RefuseInDefinition("draws random numbers; make the stream one of the op's fields");
        lock (Gate)
        {
            return told.Streams++;
        }
    }

    /// <summary>Throws if a gradient reads a parameter that was updated after the forward.</summary>
    /// <param name="forward">Nodes of the forward.</param>
    /// <param name="backward">Nodes of the gradient.</param>
    /// <param name="of">What the gradient is taken of.</param>
    public void RefuseStale(IEnumerable<Node> forward, IEnumerable<Node> backward, IReadOnlyCollection<Place> of)
    {
        foreach (Tensor input in forward.SelectMany(node => node.Inputs))
        {
            if (told.Stale.TryGetValue(input, out var updated) && of.Contains(updated.Place))
            {
                throw Stale(updated.Place, updated.By);
            }
        }

        foreach (Tensor input in backward.SelectMany(node => node.Inputs))
        {
            if (told.Stale.TryGetValue(input, out var updated) && updated.Place is Parameter)
            {
                throw Stale(updated.Place, updated.By);
            }
        }
    }

    static InvalidOperationException Stale(Place place, string by) => new(
        $"{place.Path} was updated by {by} after the forward that this gradient needs. "
        + "Take both gradients first (loss.Gradients), then apply both.");

    void RefuseInDefinition(string what)
    {
        if (IsDefinition is not null)
        {
            throw new InvalidOperationException($"The definition of {IsDefinition} {what}. A definition is a pure function of its inputs.");
        }
    }
}
