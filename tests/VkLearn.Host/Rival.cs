namespace HostEngine;

/// <summary>Another thread of the engine that submits to the same queue all the time, as one that streams textures would.</summary>
sealed class Rival : IDisposable
{
    readonly HostDevice device;
    readonly Thread thread;
    volatile bool isOver;

    public Rival(HostDevice device)
    {
        this.device = device;
        thread = new(Run);
        thread.Start();
    }

    /// <summary>Submits so far.</summary>
    public int Submits { get; private set; }

    public void Dispose()
    {
        isOver = true;
        thread.Join();
    }

    void Run()
    {
        using HostBuffer buffer = new(device, 1 << 12);
        using Commands commands = new(device);
        while (!isOver)
        {
            device.Vk.CmdFillBuffer(commands.Begin(), buffer.Handle, 0, (ulong)buffer.Bytes, (uint)Submits);
            commands.Submit();
            Submits++;
            Thread.Sleep(1);
        }
    }
}
