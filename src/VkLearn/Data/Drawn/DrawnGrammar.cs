namespace VkLearn.Data;

/// <summary>
/// A small grammar whose sentences VkLearn writes itself: rules that each write some letters and go on with another rule, drawn by their
/// weights. Subjects and verbs agree in number across what stands between them, so there is something to be remembered. Each text can be
/// made in one way only, so how much a letter tells is known exactly.
/// </summary>
static class DrawnGrammar
{
    static readonly (string At, int Weight, string Text, string Next)[] rules =
    [
        ("sentence", 6, "the ", "subject"), ("sentence", 3, "a ", "oneSubject"), ("sentence", 1, "two ", "manySubject"),

        ("subject", 2, "small ", "subject"), ("subject", 1, "grey ", "subject"), ("subject", 1, "clever ", "subject"),
        ("subject", 3, "dog ", "one"), ("subject", 2, "cat ", "one"), ("subject", 2, "king ", "one"), ("subject", 1, "river ", "one"),
        ("subject", 2, "dogs ", "many"), ("subject", 3, "cats ", "many"), ("subject", 1, "birds ", "many"),

        ("oneSubject", 2, "small ", "oneSubject"), ("oneSubject", 1, "grey ", "oneSubject"),
        ("oneSubject", 2, "dog ", "one"), ("oneSubject", 2, "bird ", "one"), ("oneSubject", 3, "queen ", "one"),

        ("manySubject", 1, "clever ", "manySubject"), ("manySubject", 3, "dogs ", "many"), ("manySubject", 2, "queens ", "many"),

        ("one", 2, "of the garden ", "one"), ("one", 1, "near the hills ", "one"),
        ("one", 4, "sees ", "object"), ("one", 3, "hears ", "object"), ("one", 2, "follows ", "object"),
        ("one", 2, "sleeps", "end"), ("one", 1, "sings", "end"),

        ("many", 2, "of the garden ", "many"), ("many", 1, "near the hill ", "many"),
        ("many", 4, "see ", "object"), ("many", 3, "hear ", "object"), ("many", 2, "follow ", "object"),
        ("many", 2, "sleep", "end"), ("many", 1, "sing", "end"),

        ("object", 4, "the ", "thing"), ("object", 2, "a ", "thing"), ("object", 1, "every ", "thing"),

        ("thing", 2, "small ", "thing"), ("thing", 1, "red ", "thing"), ("thing", 3, "dog", "end"), ("thing", 3, "bird", "end"),
        ("thing", 2, "house", "end"), ("thing", 2, "moon", "end"), ("thing", 1, "stranger", "end"),

        ("end", 6, ".\n", "sentence"), ("end", 2, " at night.\n", "sentence"), ("end", 2, " and ", "sentence"),
        ("end", 1, " while ", "sentence"),
    ];

    static readonly Dictionary<string, int[]> at = Enumerable.Range(0, rules.Length).GroupBy(rule => rules[rule].At)
        .ToDictionary(group => group.Key, group => group.ToArray());

    static readonly double[] share = [.. rules.Select(rule => (double)rule.Weight / at[rule.At].Sum(other => rules[other].Weight))];

    static readonly int[] firstState = [.. Enumerable.Range(0, rules.Length).Select(rule => rules[..rule].Sum(one => one.Text.Length))];

    static readonly (int Rule, int Letter)[] states =
        [.. rules.SelectMany((rule, number) => Enumerable.Range(0, rule.Text.Length).Select(letter => (number, letter)))];

    static readonly Lazy<double[]> visits = new(Visits);

    /// <summary>All letters that it writes.</summary>
    public static IReadOnlyList<string> Letters { get; } =
        [.. rules.SelectMany(rule => rule.Text).Distinct().Order().Select(letter => $"{letter}")];

    /// <summary>Nats that a letter tells on the average, to who knows all that was written before.</summary>
    public static double Entropy
    {
        get
        {
            double nats = 0, letters = 0;
            for (int rule = 0; rule < rules.Length; rule++)
            {
                nats -= visits.Value[rule] * Math.Log(share[rule]);
                letters += visits.Value[rule] * rules[rule].Text.Length;
            }

            return nats / letters;
        }
    }

    /// <summary>So many letters, from a sentence's beginning on; the same for the same seed on every machine.</summary>
    public static string Write(int length, uint seed)
    {
        System.Text.StringBuilder text = new(length + 16);
        CounterRandom random = new(seed, 0);
        string now = "sentence";
        while (text.Length < length)
        {
            int[] open = at[now];
            int drawn = random.Below(open.Sum(rule => rules[rule].Weight)), taken = 0;
            while (drawn >= rules[open[taken]].Weight)
            {
                drawn -= rules[open[taken++]].Weight;
            }

            text.Append(rules[open[taken]].Text);
            now = rules[open[taken]].Next;
        }

        return text.ToString(0, length);
    }

    /// <summary>
    /// The mean of the nats that the letters of windows tell to who knows the grammar and what stands before them in their window, but not
    /// what stood before that: by the forward algorithm (Baum et al. 1970) from the grammar's stationary distribution. A window's first
    /// letter is given. No learner that sees the same is better but by luck.
    /// </summary>
    public static double NatsOf(string text, StreamWindows windows)
    {
        double nats = 0;
        int count = windows.CountOf(text.Length);
        for (int i = 0; i < count; i++)
        {
            nats += NatsOf(text.AsSpan(i * windows.Stride, windows.Span));
        }

        return nats / ((long)count * windows.Target);
    }

    static double NatsOf(ReadOnlySpan<char> window)
    {
        double nats = 0;
        Dictionary<int, double> now = [], next = [];
        for (int state = 0; state < states.Length; state++)
        {
            now[state] = visits.Value[states[state].Rule];
        }

        KeepOnly(now, window[0]);
        foreach (char letter in window[1..])
        {
            next.Clear();
            foreach ((int state, double probability) in now)
            {
                Follow(state, probability, next);
            }

            nats -= Math.Log(KeepOnly(next, letter));
            (now, next) = (next, now);
        }

        return nats;
    }

    /// <summary>What can be written after a letter of a rule.</summary>
    static void Follow(int state, double probability, Dictionary<int, double> next)
    {
        (int rule, int letter) = states[state];
        if (letter + 1 < rules[rule].Text.Length)
        {
            Add(state + 1, probability);
            return;
        }

        foreach (int following in at[rules[rule].Next])
        {
            Add(firstState[following], probability * share[following]);
        }

        void Add(int at, double more) => next[at] = next.GetValueOrDefault(at) + more;
    }

    /// <summary>Leaves the states that write a letter, with probabilities whose sum is 1.</summary>
    /// <returns>How probable the letter was.</returns>
    static double KeepOnly(Dictionary<int, double> probabilities, char letter)
    {
        double sum = probabilities.Values.Sum(), kept = 0;
        foreach (int state in probabilities.Keys)
        {
            if (rules[states[state].Rule].Text[states[state].Letter] == letter)
            {
                kept += probabilities[state];
            }
            else
            {
                probabilities.Remove(state);
            }
        }

        foreach (int state in probabilities.Keys)
        {
            probabilities[state] /= kept;
        }

        return kept / sum;
    }

    /// <summary>How often each rule is taken among all: the stationary distribution, by going on until nothing changes.</summary>
    static double[] Visits()
    {
        const int rounds = 10_000; // of which a few hundred are enough
        double[] now = [.. rules.Select(_ => 1.0 / rules.Length)];
        for (int round = 0; round < rounds; round++)
        {
            double[] next = [.. now.Select(value => value / 2)]; // half stays, so that no rhythm is left
            for (int rule = 0; rule < rules.Length; rule++)
            {
                foreach (int following in at[rules[rule].Next])
                {
                    next[following] += now[rule] / 2 * share[following];
                }
            }

            now = next;
        }

        return now;
    }
}
