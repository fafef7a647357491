using System.Runtime.InteropServices;
using System.Text;

namespace VkLearn.Cli;

/// <summary>
/// Standard output that says when it cannot be written to; .NET's own passes over a pipe that nobody reads any more, so that a program
/// would go on for nobody.
/// </summary>
sealed class StandardOutput : Stream
{
    const int Descriptor = 1, BrokenPipe = 32, Interrupted = 4, TryAgain = 11, TryAgainOnMac = 35;

    /// <summary>Null where the system's calls are not those of Unix.</summary>
    readonly Stream? other = OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : null;

    public static StandardOutput Shared { get; } = new();

    /// <summary>A text writer over it that keeps nothing back.</summary>
    public static TextWriter NewWriter() => TextWriter.Synchronized(
        new StreamWriter(Shared, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { AutoFlush = true });

    /// <exception cref="OutputException">It cannot be written to.</exception>
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
            nint written = WriteTo(Descriptor, left, left.Length);
            if (written >= 0)
            {
                left = left[(int)written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    break;
                case TryAgain or TryAgainOnMac:
                    Thread.Sleep(1); // a pipe that does not block, and is full
                    break;
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

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    static extern nint WriteTo(int file, byte[] bytes, nint count);
}
