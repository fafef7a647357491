using System.Runtime.InteropServices;

namespace VkLearn.Cli;

/// <summary>Ctrl-C and SIGTERM ask a run to end cleanly; a second one ends the process at once.</summary>
sealed class Interrupt : IDisposable
{
    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration[] registrations;

    public Interrupt() => registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask)];

    public CancellationToken Token => source.Token;

    void Ask(PosixSignalContext signal)
    {
        signal.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }

    public void Dispose() => Array.ForEach(registrations, registration => registration.Dispose());
}
