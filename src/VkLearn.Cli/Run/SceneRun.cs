using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Training;

namespace VkLearn.Cli;

/// <summary>What <c>vklearn run</c> does.</summary>
static class SceneRun
{
    /// <returns>The exit code.</returns>
    public static int Run(RunRequest request)
    {
        using Interrupt interrupt = new();
        IRunReport told = request.Json ? new JsonReport(request.LogEvery is not null) : new ConsoleReport(request.LogEvery is not null);
        HeardReport report = new(told, interrupt);
        Recovery recovery = new();
        StartUp start = new();
        bool isAnew = false;
        recovery.Recovering += text =>
        {
            isAnew = true;
            report.Note($"lost    {text}");
        };
        void TellOfMissing(string character) => report.Note(
            $"font    none here has {character} (U+{char.ConvertToUtf32(character, 0):X4}), for which {Typefaces.Replacement} stands");
        Typefaces.Missed += TellOfMissing;
        try
        {
            return recovery.Run(() =>
                Run(isAnew ? request.GoingOn : request, report, start, recovery, isAnew, interrupt));
        }
        catch (VulkanException) when (request.Checkpoints is { } checkpoints)
        {
            report.Note($"ended   by the device; --checkpoint {checkpoints.Directory} --resume goes on from the last checkpoint");
            throw;
        }
        finally
        {
            Typefaces.Missed -= TellOfMissing;
        }
    }

    /// <param name="isAnew">Whether it goes on after the loss of a device.</param>
    static int Run(RunRequest request, HeardReport heard, StartUp start, Recovery recovery, bool isAnew, Interrupt interrupt)
    {
        bool isGoingOn = isAnew || request.Checkpoints is { Resume: true };
        SceneFile scene = SceneFile.Read(request.Scene, request.Changes);
        request.Pictures?.Check();
        request.Film?.Check();
        using CsvReport? table = request.Csv is { } csv ? new CsvReport(heard, csv, scene.Learners, isGoingOn) : null;
        IRunReport report = table is null ? heard : table;
        DataSource source = RunCommand.DataOf(scene, request.Data);
        using Screen screen = Screen.Open(request, scene, report.Note);
        uint seed = (uint)(request.Seed ?? scene.Seed);
        screen.Gpu.Seed(seed);
        report.Note($"device  {screen.Gpu.Info.Name}, {screen.Gpu.Info.Type}, {screen.Gpu.Info.Driver}");
        report.Note($"data    {source.Loading} ...");
        Splits data = start.Load(() => source.Load(screen.Gpu));
        report.Note($"data    {data}");
        report.Note(ParametersOf(scene) is > 0 and var known ? $"model   {known} parameters; compiling kernels ..."
            : "model   as large as the data say; compiling kernels ...");
        using TrainingRun run = TrainingRun.Prepare(screen.Gpu, scene, data, request.Length, new RunOptions
        {
            Target = screen.Target,
            Window = screen.Window,
            StaysOpen = screen.Window is not null && request.Length is null,
            Compared = request.Compared,
            Pictures = request.Pictures,
            Theme = request.Theme,
            ContentScale = request.Scale,
            Film = request.Film,
        });
        run.Scene.Error += failure => report.Note(request.IsVerbose ? $"{failure}" : failure.Message);
        run.Player.PictureName = Path.GetFileNameWithoutExtension(request.Scene);
        run.Player.Saved += file => report.Note($"picture {file}");
        run.Player.NotSaved += why => report.Note($"picture none: {why}");
        run.KeptApart += file => report.Note($"kept    {file}: how it stood before it went on from its past");
        run.NotWritten += why => report.Note($"lost    {why}");
        if (request.Checkpoints is { } checkpoints)
        {
            report.Note(Kept(checkpoints, run.Keep(checkpoints), run.Steps));
        }

        run.Protect(recovery);
        report.Start(new RunStart(screen.Gpu.Info.Name, screen.Gpu.Info.Driver, seed, request.Scene, ParametersOf(scene), run.Steps,
            run.StepsPerEpoch));
        RunResult result = run.Run(report.Progress, request.LogEvery, interrupt.Token, report.Test);
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

    /// <summary>Those of models whose form hangs on the data are there once these were seen.</summary>
    static long ParametersOf(SceneFile scene) => scene.Learners.SelectMany(one => one.Learner.Models)
        .SelectMany(model => model.Parameters).Distinct().Sum(parameter => parameter.Shape.Count);

    static string Kept(CheckpointOptions options, Snapshot? last, int? steps) => last is not null
        ? $"resume  after step {last.Step} of {options.Directory}, seed {last.Text("seed")}, learned on {last.Text("device")}"
            + (last.Step >= steps ? "; nothing is left to learn: a longer run needs --steps or --epochs" : "")
        : options.Resume ? $"resume  {options.Directory} holds no checkpoint yet; starting anew"
        : $"keeps   checkpoints in {options.Directory}";
}
