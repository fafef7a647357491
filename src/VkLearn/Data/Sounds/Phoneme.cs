namespace VkLearn.Data;

/// <summary>
/// A sound of speech as a formant synthesiser needs it: where the vocal tract resonates, and what is heard through it. Vowels' formants are
/// those of men by Peterson and Barney 1952, consonants' near those of Klatt 1980.
/// </summary>
/// <param name="Milliseconds">How long it is held.</param>
/// <param name="Formants">The lowest three, in hertz.</param>
/// <param name="Voice">How loud the vocal folds are, from 0 to 1.</param>
/// <param name="Noise">How loud the friction is, from 0 to 1.</param>
/// <param name="NoiseHertz">About which the friction is heard.</param>
sealed record Phoneme(int Milliseconds, (float First, float Second, float Third) Formants, float Voice, float Noise = 0,
    float NoiseHertz = 3000)
{
    static readonly Dictionary<string, Phoneme[]> all = new()
    {
        ["IY"] = [new(140, (270, 2290, 3010), 0.8f)],
        ["IH"] = [new(90, (390, 1990, 2550), 0.9f)],
        ["EH"] = [new(110, (530, 1840, 2480), 1)],
        ["AA"] = [new(120, (730, 1090, 2440), 1)],
        ["AO"] = [new(130, (570, 840, 2410), 1)],
        ["AH"] = [new(120, (640, 1190, 2390), 1)],
        ["AX"] = [new(60, (500, 1400, 2400), 0.7f)],
        ["UW"] = [new(170, (300, 870, 2240), 0.8f)],
        ["OW"] = [new(110, (490, 950, 2350), 1), new(80, (380, 850, 2250), 0.8f)],
        ["W"] = [new(70, (290, 610, 2150), 0.6f)],
        ["R"] = [new(80, (330, 1060, 1400), 0.7f)],
        ["N"] = [new(90, (250, 1450, 2500), 0.35f)],
        ["V"] = [new(70, (250, 1100, 2300), 0.3f, 0.08f, 2500)],
        ["Z"] = [new(90, (250, 1600, 2500), 0.25f, 0.3f, 3600)],
        ["S"] = [new(120, (300, 1600, 2500), 0, 0.5f, 3700)],
        ["F"] = [new(100, (300, 1100, 2300), 0, 0.14f, 2400)],
        ["TH"] = [new(90, (300, 1350, 2500), 0, 0.1f, 2900)],
        ["T"] = [new(60, (300, 1700, 2600), 0), new(25, (350, 1700, 2600), 0, 0.6f, 3500)],
        ["K"] = [new(55, (300, 1800, 2300), 0), new(30, (350, 1800, 2300), 0, 0.5f, 1900)],
        ["-"] = [new(60, (400, 1500, 2500), 0)],
    };

    /// <summary>The digits from zero to nine, by their values.</summary>
    public static readonly IReadOnlyList<(string Word, IReadOnlyList<Phoneme> Sounds)> Digits =
    [
        Word("zero", "Z IH R OW"), Word("one", "W AH N"), Word("two", "T UW"), Word("three", "TH R IY"), Word("four", "F AO R"),
        Word("five", "F AA IH V"), Word("six", "S IH K S"), Word("seven", "S EH V AX N"), Word("eight", "EH IY T"),
        Word("nine", "N AA IH N"),
    ];

    /// <summary>A pause.</summary>
    public static readonly Phoneme Pause = all["-"][0];

    static (string, IReadOnlyList<Phoneme>) Word(string word, string sounds) =>
        (word, [.. sounds.Split(' ').SelectMany(name => all[name])]);
}
