using System.Runtime.InteropServices;

namespace VkLearn.Cli;

/// <summary>Ctrl-C, SIGTERM and a closed terminal ask a run to end cleanly; a second one ends the process at once.</summary>
sealed class Interrupt : IDisposable
{
    // As shells have it: 128 and the signal's number.
    static readonly (PosixSignal Signal, int ExitCode)[] signals =
        [(PosixSignal.SIGINT, 130), (PosixSignal.SIGTERM, 143), (PosixSignal.SIGHUP, 129)];

    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration[] registrations;

    public Interrupt() => registrations = [.. signals.Select(one => PosixSignalRegistration.Create(one.Signal, Ask))];

    public CancellationToken Token => source.Token;

    /// <summary>Of the signal that came; 0 while none has.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Asks for the end as a signal does that came.</summary>
    /// <param name="exitCode">What the process is then to end with, if nothing else asked before.</param>
    public void Ask(int exitCode)
    {
        ExitCode = ExitCode == 0 ? exitCode : ExitCode;
        source.Cancel();
    }

    void Ask(PosixSignalContext signal)
    {
        signal.Cancel = !source.IsCancellationRequested;
        if (signal.Cancel)
        {
            ExitCode = signals.First(one => one.Signal == signal.Signal).ExitCode;
        }

        source.Cancel();
    }

    public void Dispose() => Array.ForEach(registrations, registration => registration.Dispose());
}
