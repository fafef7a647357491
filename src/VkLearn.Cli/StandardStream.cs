using System.Runtime.InteropServices;
using System.Text;

namespace VkLearn.Cli;

/// <summary>
/// Standard output that says when it cannot be written to, and standard error that never does, since there is nobody to say it to. .NET's
/// own pass over a pipe that nobody reads any more, so that a program would go on for nobody, and end it where they are closed.
/// </summary>
sealed class StandardStream : Stream
{
    const int BrokenPipe = 32, Interrupted = 4, TryAgain = 11, TryAgainOnMac = 35, BadDescriptor = 9;
    const int GetFlags = 1, ClosesOnExec = 1; // of fcntl

    readonly int descriptor;
    readonly bool isQuiet, isClosed;
    readonly Stream? other; // where the system's calls are not those of Unix

    StandardStream(int descriptor, bool isQuiet, Func<Stream> open)
    {
        (this.descriptor, this.isQuiet) = (descriptor, isQuiet);
        other = OperatingSystem.IsWindows() ? open() : null;
        // Where it was closed, its number may be that of something of the runtime's own by now, which no child would inherit.
        isClosed = other is null && (FlagsOf(descriptor, GetFlags) is var flags) && (flags < 0 || (flags & ClosesOnExec) != 0);
    }

    public static StandardStream Output { get; } = new(1, isQuiet: false, Console.OpenStandardOutput);

    public static StandardStream Error { get; } = new(2, isQuiet: true, Console.OpenStandardError);

    /// <summary>A text writer over it that keeps nothing back.</summary>
    public TextWriter NewWriter() => TextWriter.Synchronized(
        new StreamWriter(this, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { AutoFlush = true });

    /// <exception cref="OutputException">It is standard output, and cannot be written to.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (other is not null)
        {
            other.Write(buffer);
            other.Flush();
            return;
        }

        for (byte[] left = buffer.ToArray(); left.Length > 0;)
        {
            nint written = isClosed ? -1 : WriteTo(descriptor, left, left.Length);
            if (written >= 0)
            {
                left = left[(int)written..];
                continue;
            }

            switch (isClosed ? BadDescriptor : Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    break;
                case TryAgain or TryAgainOnMac:
                    Thread.Sleep(1); // a pipe that does not block, and is full
                    break;
                case var _ when isQuiet:
                    return;
                case var error:
                    throw new OutputException($"standard output: {Marshal.GetPInvokeErrorMessage(error)}", error == BrokenPipe);
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    [DllImport("libc", EntryPoint = "fcntl")]
    static extern int FlagsOf(int file, int command);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    static extern nint WriteTo(int file, byte[] bytes, nint count);
}
