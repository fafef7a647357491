namespace VkLearn.Data;

/// <summary>Who speaks, to a formant synthesiser.</summary>
/// <param name="Pitch">In hertz.</param>
/// <param name="Scale">Formants, times those of the table: above 1 of a short vocal tract.</param>
/// <param name="Rate">How fast, times the table's.</param>
/// <param name="Breath">Noise in the voice, a share of it.</param>
readonly record struct Voice(float Pitch, float Scale, float Rate, float Breath)
{
    /// <summary>The voice of a number: low voices of long tracts, high ones of short, all else by chance.</summary>
    public static Voice Of(uint seed, int number)
    {
        const uint forVoices = 1u << 30; // no word is drawn by it
        CounterRandom random = new(seed, forVoices + (uint)number);
        float height = random.Uniform();
        return new(85 * MathF.Pow(3, height), 0.88f + 0.26f * height + 0.02f * random.Normal(), 0.85f + 0.35f * random.Uniform(),
            0.02f + 0.1f * random.Uniform());
    }

    /// <summary>The same at another time: nobody says a word twice alike.</summary>
    public Voice Varied(ref CounterRandom random) => new(Pitch * (1 + 0.07f * random.Normal()), Scale * (1 + 0.015f * random.Normal()),
        Rate * (1 + 0.08f * random.Normal()), Breath * (1 + 0.3f * random.Uniform()));
}
