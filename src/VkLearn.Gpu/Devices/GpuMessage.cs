namespace VkLearn.Gpu;

/// <summary>How grave a message of the driver, of the validation layers or of VkLearn is.</summary>
public enum GpuSeverity { Verbose, Info, Warning, Error }

/// <summary>One message of the driver, of the validation layers or of VkLearn.</summary>
/// <param name="Severity">How grave it is.</param>
/// <param name="Id">What it is about, such as a VUID, "leak" or "pipeline-cache".</param>
/// <param name="Text">The whole text, as it came.</param>
public sealed record GpuMessage(GpuSeverity Severity, string Id, string Text)
{
    public override string ToString() => $"[vulkan {Severity.ToString().ToLowerInvariant()}] {Id}: {Text}";
}
