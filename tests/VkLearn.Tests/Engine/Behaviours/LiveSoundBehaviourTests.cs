using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Ops;
using VkLearn.Optimizers;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class LiveSoundBehaviourTests(GpuFixture fixture)
{
    const int Length = 1600, Pushed = 400, Classes = 3;

    static readonly float[] sound =
        [.. Enumerable.Range(0, 16_000).Select(i => MathF.Sin(0.05f * i + 3e-5f * i * i) * (i % 900 + 1) / 900)];

    /// <summary>A scene that is paused: what is heard goes on.</summary>
    Scene NewScene(Behaviour live, Dataset? data = null)
    {
        fixture.Gpu.Seed(1);
        Classifier learner = new(new Sequential(new LogMel(new Framing(120, 80), new MelFilter(8, 8000), 9), new Flatten(),
            new Dense(8 * 19, Classes, weight: Initializer.Normal(0.3f))), new Adam(1e-3f));
        Scene scene = new(fixture.Gpu);
        scene.Playback.IsPaused = true;
        scene.Add("trainer", new TrainerBehaviour(learner, data ?? Words(), batch: 2));
        scene.Add("live", live);
        return scene;
    }

    static Dataset Words() => Dataset.Of("words", new Column("wave", sound[..(4 * Length)], [Length], new Meaning.Wave(8000)),
        new Column("label", new int[4], [], new Meaning.Label(["a", "b", "c"])));

    static void Go(Scene scene, int frames, double seconds = 0.06)
    {
        for (int i = 0; i < frames; i++)
        {
            scene.Frame(seconds);
        }
    }

    float[] Read(Scene scene, string tensor)
    {
        TensorMemory memory = scene.FindTensor(tensor);
        float[] values = new float[memory.Type.Shape.Count];
        fixture.Gpu.Staging.Download<float>(memory.Buffer, values, memory.ByteOffset);
        return values;
    }

    /// <summary>Whole pushes of what was due are heard; what it was taken for is drawn, each cell in its colour.</summary>
    [Fact]
    public void AStreamIsHeardAsItComesAndSeen()
    {
        int opened = 0;
        using Scene scene = NewScene(new LiveSoundBehaviour(new PlayedSound(hertz =>
        {
            opened = hertz;
            return sound;
        })) { Seconds = 0.8, Every = 0.05 });
        scene.Error += failure => throw failure;
        TensorGridView view = new("live/posteriors") { Range = (0, 1) };
        scene.Add("grid", view);
        Go(scene, frames: 10); // 0.54 s after the first
        Assert.Equal(8000, opened);
        Assert.Equal(sound[(10 * Pushed - Length)..(10 * Pushed)], Read(scene, "live/wave"));
        float[] posteriors = Read(scene, "live/posteriors");
        Assert.Equal(Read(scene, "live/probabilities"), Enumerable.Range(0, Classes).Select(c => posteriors[c * 16 + 15]));
        Assert.All(Enumerable.Range(0, 6), step => Assert.Equal(0, posteriors[step])); // nothing was heard yet

        TensorGrid grid = (TensorGrid)view.MakeView();
        using Picture picture = new(fixture.Gpu, grid);
        picture.Draw();
        float[] state = new float[3];
        fixture.Gpu.Staging.Download<float>(grid.Range.Buffer, state, 0);
        Assert.All(posteriors.Index(), at =>
        {
            Rectangle cell = grid.PlaceOf(0, at.Index / 16, at.Index / 16 + 1, at.Index % 16, at.Index % 16 + 1);
            Colors.AssertShows(at.Item, picture.At(cell.X + cell.Width / 2, cell.Y + cell.Height / 2), state);
        });
    }

    [Fact]
    public void WithoutAStreamTheRecordingsAreHeardOneAfterAnother()
    {
        using Scene scene = NewScene(new LiveSoundBehaviour { Seconds = 0.2, Every = 0.1 });
        scene.Error += failure => throw failure;
        Go(scene, frames: 7, seconds: 0.11);
        float[] heard = Read(scene, "live/wave");
        Assert.Equal(sound[(6 * 800 - Length)..(6 * 800)], heard);
    }

    [Fact]
    public void AStreamOfOnesOwnIsNamedInTheScene()
    {
        Tone.Register();
        LiveSoundBehaviour live = (LiveSoundBehaviour)Read("""{ "type": "LiveSound", "stream": { "type": "Tone" }, "seconds": 0.2 }""");
        using Scene scene = NewScene(live);
        Go(scene, frames: 4, seconds: 0.11);
        Assert.Equal(0.25f, Read(scene, "live/wave")[^1]);
        Assert.Contains("\"Microphone\"", Assert.Throws<SettingsException>(
            () => Read("""{ "type": "LiveSound", "stream": "Microphone" }""")).Message);
    }

    /// <summary>It is stopped, and says why; all else goes on.</summary>
    [Fact]
    public void WhatIsNoSoundIsSaid()
    {
        string path = Path.Combine(TempFolder.New(), "none.wav");
        Assert.Contains(path, ErrorOf(new LiveSoundBehaviour(PlayedSound.Of(path))));
        PlayedSound odd = new(_ => [0, float.NaN]);
        Assert.Contains("PlayedSound gave a sample that is no number", ErrorOf(new LiveSoundBehaviour(odd)));
        Assert.Contains("sounds are for a learner of waves, but this one learned x", ErrorOf(new LiveSoundBehaviour(),
            Dataset.Of("numbers", new Column("x", new float[4 * Length], [Length], new Meaning.Quantity()),
                new Column("label", new int[4], [], new Meaning.Label(["a", "b", "c"])))));

        string ErrorOf(Behaviour live, Dataset? data = null)
        {
            using Scene scene = NewScene(live, data);
            List<string> errors = [];
            scene.Error += failure => errors.Add(failure.Message);
            Go(scene, frames: 3);
            return Assert.Single(errors);
        }
    }

    [Fact]
    public void AnUnknownTensorIsNamed()
    {
        using Scene scene = NewScene(new LiveSoundBehaviour());
        Assert.Equal("Live sound has no tensor \"spectra\". It has: wave, probabilities, posteriors, spectrum.",
            Assert.Throws<UnknownTensorException>(() => scene.FindTensor("live/spectra")).Message);
    }

    static Behaviour Read(string text) =>
        Catalog<Behaviour>.Read(Settings.Parse("scene.json", System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Stands for a user's microphone: it gives what there is.</summary>
    sealed class Tone : SoundStream
    {
        static bool isRegistered;

        public static void Register()
        {
            if (!isRegistered)
            {
                isRegistered = true;
                Catalog<SoundStream>.Add("Tone", "A quarter, all the time.", _ => new Tone());
            }
        }

        public override void Open(int hertz) => Assert.Equal(8000, hertz);

        public override int Read(TimeSpan time, Span<float> samples)
        {
            samples.Fill(0.25f);
            return samples.Length;
        }
    }
}
