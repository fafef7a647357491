using System.Runtime.CompilerServices;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>A Vulkan call failed.</summary>
public class VulkanException : Exception
{
    public VulkanException(Result result, string call) : this(result, call, $"{call} failed: {result} ({(int)result})") { }

    public VulkanException(Result result, string call, string message) : base(message)
    {
        Result = result;
        Call = call;
    }

    /// <summary>What Vulkan answered.</summary>
    public Result Result { get; }

    /// <summary>The call, such as "vk.CreateBuffer".</summary>
    public string Call { get; }

    /// <summary>Throws unless the call succeeded. Results above zero (Incomplete, NotReady) are answers, not failures.</summary>
    internal static void Check(Result result, [CallerArgumentExpression(nameof(result))] string call = "")
    {
        if (result < Result.Success)
        {
            throw From(result, NameOf(call));
        }
    }

    static VulkanException From(Result result, string call) =>
        result == Result.ErrorDeviceLost ? new DeviceLostException(call) : new VulkanException(result, call);

    /// <summary>"handles.Vk.CreateBuffer(device, ...)" is reported as "vk.CreateBuffer".</summary>
    static string NameOf(string expression)
    {
        string call = expression.Split('(', 2)[0];
        return "vk." + call[(call.LastIndexOf('.') + 1)..];
    }
}
