using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>
/// One pass with shaders that the validation layer instruments: it knows the bounds of each VkBuffer, and reports an address outside all of
/// them before the driver would fail at it.
/// </summary>
[Collection("gpu")]
public sealed class GpuAssistedTests
{
    [Fact]
    public void NoKernelReadsOrWritesOutsideItsBuffers()
    {
        List<GpuMessage> messages = [];
        using (GpuDevice gpu = GpuDevice.Open(new GpuOptions { GpuAssisted = true, Message = messages.Add }))
        {
            foreach (string name in Models.Names.Where(name => name != "deep-50"))
            {
                System.Diagnostics.Stopwatch w = System.Diagnostics.Stopwatch.StartNew();
                using Model model = Models.Record(gpu, name);
                model.Step.Replay();
                Assert.DoesNotContain(model.Values, float.IsNaN);
                Console.WriteLine($"{name} {w.ElapsedMilliseconds}");
            }
        }

        Assert.Empty(messages);
    }
}
