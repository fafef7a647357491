namespace VkLearn.Gpu;

/// <summary>Hands recorded lists to the queue.</summary>
public static class Submitting
{
    extension(Timeline timeline)
    {
        /// <summary>
        /// Queues a list, to run <paramref name="times"/> times after everything queued before. Waits only while
        /// <see cref="Timeline.MaxSubmitsInFlight"/> submits are pending; allocates nothing.
        /// </summary>
        /// <returns>The value that the timeline has once the list is done.</returns>
        /// <exception cref="DeviceLostException">The device stopped answering.</exception>
        public ulong Submit(CommandList list, int times = 1)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
            ulong value = timeline.Submit(list.Recorded, times);
            list.Submitted(value, times);
            return value;
        }
    }
}
