namespace VkLearn.Data;

/// <summary>
/// Speech by source and filter (Fant 1960), after Klatt 1980: pulses of the vocal folds and breath go through four resonators, one after
/// the other, which are the formants; noise of friction through one of its own beside them. Formants glide from sound to sound.
/// </summary>
/// <param name="random">By which each word differs.</param>
sealed class FormantSynthesizer(Voice voice, CounterRandom random)
{
    public const int Hertz = 8000;

    const int FrameSamples = 40; // 5 ms, in which nothing changes
    const int Glide = 6, Onset = 2; // frames on each side over which formants and loudness go from one sound to the next
    const float Fourth = 3500, Highest = 3850; // hertz
    CounterRandom random = random;

    /// <summary>Sounds one after the other.</summary>
    public Sound Speak(IReadOnlyList<Phoneme> sounds)
    {
        List<Phoneme> frames = [.. sounds.SelectMany(sound => Enumerable.Repeat(sound, FramesOf(sound)))];
        float[] first = Smooth(frames, sound => sound.Formants.First, Glide);
        float[] second = Smooth(frames, sound => sound.Formants.Second, Glide);
        float[] third = Smooth(frames, sound => sound.Formants.Third, Glide);
        float[] voiced = Smooth(frames, sound => sound.Voice, Onset), noise = Smooth(frames, sound => sound.Noise, Onset);
        float[] samples = new float[frames.Count * FrameSamples];
        Resonator[] tract = [new(), new(), new(), new()];
        Resonator folds = new(), friction = new();
        folds.Set(0, 120);
        double phase = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            int frame = i / FrameSamples;
            if (i % FrameSamples == 0)
            {
                tract[0].Set(At(first[frame]), 70);
                tract[1].Set(At(second[frame]), 100);
                tract[2].Set(At(third[frame]), 160);
                tract[3].Set(At(Fourth), 250);
                friction.SetPeak(Math.Min(Highest, frames[frame].NoiseHertz * (0.5f + 0.5f * voice.Scale)), 900);
            }

            phase += voice.Pitch * (1.08 - 0.16 * i / samples.Length) / Hertz; // it falls, as statements do
            double pulse = phase >= 1 ? 30 : 0;
            phase -= Math.Floor(phase);
            double source = voiced[frame] * (folds.Next(pulse) + 6 * voice.Breath * Noise());
            double heard = tract.Aggregate(source, (x, formant) => formant.Next(x));
            samples[i] = (float)(0.1 * heard + 0.25 * friction.Next(noise[frame] * Noise()));
        }

        return new Sound(samples, Hertz);
    }

    int FramesOf(Phoneme sound) => Math.Max(1,
        (int)(sound.Milliseconds * Hertz / (1000f * FrameSamples * voice.Rate) * (1 + 0.1f * random.Normal())));

    float At(float formant) => Math.Min(Highest, formant * voice.Scale);

    float Noise() => 2 * random.Uniform() - 1;

    /// <summary>A number of each frame, the mean over frames about it.</summary>
    static float[] Smooth(List<Phoneme> frames, Func<Phoneme, float> of, int reach) => [.. Enumerable.Range(0, frames.Count).Select(at =>
        Enumerable.Range(at - reach, 2 * reach + 1).Average(other => of(frames[Math.Clamp(other, 0, frames.Count - 1)])))];

    /// <summary>Klatt's resonator: y[n] = a x[n] + b y[n-1] + c y[n-2].</summary>
    sealed class Resonator
    {
        double a, b, c, last, before;

        /// <summary>Gain 1 at 0 hertz, as the vocal tract has it.</summary>
        public void Set(double hertz, double bandwidth)
        {
            double radius = Math.Exp(-Math.PI * bandwidth / Hertz);
            (b, c) = (2 * radius * Math.Cos(2 * Math.PI * hertz / Hertz), -radius * radius);
            a = 1 - b - c;
        }

        /// <summary>Gain 1 where it resonates, for a band of noise.</summary>
        public void SetPeak(double hertz, double bandwidth)
        {
            Set(hertz, bandwidth);
            double radius = Math.Sqrt(-c);
            a = (1 - radius) * Math.Sqrt(1 - 2 * radius * Math.Cos(4 * Math.PI * hertz / Hertz) - c);
        }

        public double Next(double x)
        {
            (last, before) = (a * x + b * last + c * before, last);
            return last;
        }
    }
}
