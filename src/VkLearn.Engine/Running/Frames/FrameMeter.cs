using System.Diagnostics;
using VkLearn.Gpu;

namespace VkLearn.Engine;

/// <summary>Measures what a run's frames cost while it trains.</summary>
sealed class FrameMeter(ScenePlayer player, Trainers trainers, GpuDevice gpu)
{
    TimeSpan time, training;
    long frames, bytes;

    /// <summary>Null where none was drawn while it trained.</summary>
    public FrameCosts? Costs =>
        frames == 0 || player.FramesDrawn == 0 ? null : new(training / time, (double)bytes / frames);

    /// <summary>Goes on by a frame.</summary>
    public void Frame()
    {
        bool isTraining = trainers.Steps > 0 && !trainers.IsOver;
        (long start, long read, TimeSpan trained) = (Stopwatch.GetTimestamp(), gpu.Staging.BytesDownloaded, trainers.TrainTime);
        player.Frame();
        if (isTraining && trainers.TrainTime > trained)
        {
            time += Stopwatch.GetElapsedTime(start);
            training += trainers.TrainTime - trained;
            bytes += gpu.Staging.BytesDownloaded - read;
            frames++;
        }
    }
}
