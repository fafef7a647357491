namespace VkLearn.Gpu;

/// <summary>
/// Submits in VkLearn's stead: calls vkQueueSubmit(queue, 1, submitInfo, fence) on the lent queue before it returns, on whatever thread
/// and under whatever lock the host wants. Submits must keep their order.
/// </summary>
/// <param name="submitInfo">Points to one VkSubmitInfo, valid until the call returns.</param>
/// <param name="fence">VkFence to pass on; 0 for none.</param>
/// <returns>The VkResult.</returns>
public delegate int HostSubmit(nint submitInfo, ulong fence);
