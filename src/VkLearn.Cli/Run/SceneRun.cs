using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Training;

namespace VkLearn.Cli;

/// <summary>What <c>vklearn run</c> does.</summary>
sealed class SceneRun
{
    readonly Interrupt interrupt;
    readonly HeardReport heard;
    readonly Recovery recovery = new();
    readonly StartUp start = new();
    RunRequest request; // as its user has changed it
    bool goesOn;        // after the loss of a device, or as something else: files of before are added to

    SceneRun(RunRequest request, Interrupt interrupt)
    {
        (this.request, this.interrupt, goesOn) = (request, interrupt, request.Checkpoints is { Resume: true });
        bool eachNth = request.LogEvery is not null;
        heard = new HeardReport(request.Json ? new JsonReport(eachNth) : new ConsoleReport(eachNth), interrupt);
    }

    /// <returns>The exit code.</returns>
    public static int Run(RunRequest request)
    {
        using Interrupt interrupt = new();
        return new SceneRun(request, interrupt).Run();
    }

    int Run()
    {
        recovery.Recovering += text =>
        {
            (request, goesOn) = (request.GoingOn, true);
            heard.Note($"lost    {text}");
        };
        void TellOfMissing(string character) => heard.Note(
            $"font    none here has {character} (U+{char.ConvertToUtf32(character, 0):X4}), for which {Typefaces.Replacement} stands");
        Typefaces.Missed += TellOfMissing;
        try
        {
            return recovery.Run(OnDevice);
        }
        catch (VulkanException) when (request.Checkpoints is { } checkpoints)
        {
            heard.Note($"ended   by the device; --checkpoint {checkpoints.Directory} --resume goes on from the last checkpoint");
            throw;
        }
        finally
        {
            Typefaces.Missed -= TellOfMissing;
        }
    }

    /// <summary>Runs on one device, and on the same window again and again while its user changes what runs.</summary>
    int OnDevice()
    {
        Variation variation = Variation.Read(request);
        request.Pictures?.Check();
        request.Film?.Check();
        using Screen screen = Screen.Open(request, variation.Scene, heard.Note);
        heard.Note($"device  {screen.Gpu.Info.Name}, {screen.Gpu.Info.Type}, {screen.Gpu.Info.Driver}");
        int exitCode = 0;
        for (Variation? next = variation; next is not null;)
        {
            request = next.Request;
            try
            {
                (exitCode, next) = UntilChanged(screen, next);
            }
            catch (SettingsException refused) when (next?.Before is not null)
            {
                next = next.Back(refused, heard.Note);
            }

            recovery.Forget();
            goesOn = true;
        }

        return exitCode;
    }

    /// <returns>The exit code, and what its user wants instead; null: nothing.</returns>
    (int ExitCode, Variation? Next) UntilChanged(Screen screen, Variation variation)
    {
        SceneFile scene = variation.Scene;
        using CsvReport? table = request.Csv is { } csv ? new CsvReport(heard, csv, scene.Learners, goesOn) : null;
        IRunReport report = table is null ? heard : table;
        using TrainingRun run = Prepare(screen, scene, report.Note);
        if (request.Checkpoints is { } checkpoints)
        {
            report.Note(Kept(checkpoints, run.Keep(checkpoints), run.Steps));
        }

        using CsvReport? curves = CurvesFile is { } kept ? new CsvReport(report, kept, scene.Learners, HasCurves(scene)) : null;
        report = curves is null ? report : curves;
        run.GoOnWith(variation.Learned);
        run.Protect(recovery);
        report.Start(new RunStart(screen.Gpu.Info.Name, screen.Gpu.Info.Driver, SeedOf(scene), request.Scene, ParametersOf(scene),
            run.Steps, run.StepsPerEpoch));
        RunResult result = run.Run(report.Progress, request.LogEvery, interrupt.Token, report.Test);
        return run.Scene.Changes.Asked is { } change ? (0, variation.After(change, run.Learned, report.Note))
            : (Ended(run, result, report, table), null);
    }

    TrainingRun Prepare(Screen screen, SceneFile scene, Action<string> note)
    {
        DataSource source = RunCommand.DataOf(scene, request.Data);
        screen.Gpu.Seed(SeedOf(scene));
        note($"data    {source.Loading} ...");
        Splits data = start.Load(() => source.Load(screen.Gpu));
        note($"data    {data}");
        note(ParametersOf(scene) is > 0 and var known ? $"model   {known} parameters; compiling kernels ..."
            : "model   as large as the data say; compiling kernels ...");
        TrainingRun run = TrainingRun.Prepare(screen.Gpu, scene, data, request.Length, new RunOptions
        {
            Target = screen.Target,
            Window = screen.Window,
            StaysOpen = screen.Window is not null && request.Length is null,
            Compared = request.Compared,
            Resumed = HasCurves(scene) ? CurvesFile : null,
            Pictures = request.Pictures,
            Theme = request.Theme,
            ContentScale = request.Scale,
            Film = request.Film,
        });
        run.Scene.Error += failure => note(request.IsVerbose ? $"{failure}" : failure.Message);
        run.Player.PictureName = Path.GetFileNameWithoutExtension(request.Scene);
        run.Player.Saved += file => note($"picture {file}");
        run.Player.NotSaved += why => note($"picture none: {why}");
        run.KeptApart += file => note($"kept    {file}: how it stood before it went on from its past");
        run.NotWritten += why => note($"lost    {why}");
        return run;
    }

    /// <returns>The exit code.</returns>
    int Ended(TrainingRun run, RunResult result, IRunReport report, CsvReport? table)
    {
        if (request.Film is { } film)
        {
            report.Note($"film    {film.File}");
        }

        if (!result.IsComplete)
        {
            report.Note($"{(run.Player.IsClosing ? "closed" : "interrupted")} after step {result.Steps}"
                + (run.Steps is { } steps ? $" of {steps}" : "")
                + (request.Checkpoints is { } kept ? $"; --checkpoint {kept.Directory} --resume goes on from there" : ""));
        }

        start.Ended(run.FirstStepAt);
        report.Done(result, start);
        // Whose terminal went away need not be told that nothing could be written there.
        string? unheard = interrupt.ExitCode == 0 ? heard.Lost : null;
        string[] lost = [.. result.Lost, .. new[] { table?.Lost, unheard }.OfType<string>()];
        return lost.Length > 0 ? throw new IOException($"The run came to its end, but {string.Join("; ", lost)}")
            : result.IsComplete || run.Player.IsClosing ? 0 : interrupt.ExitCode;
    }

    /// <summary>Where a run that keeps checkpoints keeps how it went, so that its curves go on when it is resumed.</summary>
    string? CurvesFile => request.Checkpoints is { } options ? Path.Combine(options.Directory, "curves.csv") : null;

    bool HasCurves(SceneFile scene) => goesOn && CurvesFile is { } file && CsvReport.Mend(file, scene.Learners);

    uint SeedOf(SceneFile scene) => (uint)(request.Seed ?? scene.Seed);

    /// <summary>Those of models whose form hangs on the data are there once these were seen.</summary>
    static long ParametersOf(SceneFile scene) => scene.Learners.SelectMany(one => one.Learner.Models)
        .SelectMany(model => model.Parameters).Distinct().Sum(parameter => parameter.Shape.Count);

    static string Kept(CheckpointOptions options, Snapshot? last, int? steps) => last is not null
        ? $"resume  after step {last.Step} of {options.Directory}, seed {last.Text("seed")}, learned on {last.Text("device")}"
            + (last.Step >= steps ? "; nothing is left to learn: a longer run needs --steps or --epochs" : "")
        : options.Resume ? $"resume  {options.Directory} holds no checkpoint yet; starting anew"
        : $"keeps   checkpoints in {options.Directory}";
}
