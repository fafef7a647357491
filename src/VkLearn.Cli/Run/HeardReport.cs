using VkLearn.Engine;

namespace VkLearn.Cli;

/// <summary>
/// A report as long as somebody hears it. When whoever reads it has ended, the run is asked to end as by a signal, so that its checkpoint
/// is written; what cannot be written for another reason, such as a full disk or a terminal that went away, costs the run nothing.
/// </summary>
sealed class HeardReport(IRunReport inner, Interrupt interrupt) : IRunReport
{
    bool isClosed;

    /// <summary>Why not all was told; null where it was.</summary>
    public string? Lost { get; private set; }

    public void Note(string text) => Try(() => inner.Note(text));

    public void Start(RunStart start) => Try(() => inner.Start(start));

    public void Progress(RunProgress progress) => Try(() => inner.Progress(progress));

    public void Test(TestResult result) => Try(() => inner.Test(result));

    public void Done(RunResult result, StartUp start) => Try(() => inner.Done(result, start));

    void Try(Action tell)
    {
        if (isClosed || Lost is not null)
        {
            return;
        }

        try
        {
            tell();
        }
        catch (OutputException closed) when (closed.IsClosed)
        {
            isClosed = true;
            interrupt.Ask(closed.ExitCode);
        }
        catch (IOException failure)
        {
            Lost = failure.Message;
        }
    }
}
