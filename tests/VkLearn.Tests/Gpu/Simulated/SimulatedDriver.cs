using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Silk.NET.Vulkan;
using VkLearn.Gpu;
using Call = VkLearn.Tests.Gpu.WrappedCalls.Call;

namespace VkLearn.Tests.Gpu.Simulated;

/// <summary>
/// Stands before lavapipe and has it say and do what another device does: its limits, features, queues, kinds of memory. What that device
/// would not take is a fault. It stands before the validation layer too, which goes by what lavapipe really is. One device at a time.
/// Subgroups stay those of lavapipe, shared memory in use is not counted, images lie in any memory that is the device's.
/// </summary>
sealed unsafe class SimulatedDriver
{
    const string Portability = "VK_KHR_portability_subset";
    const uint RealSubgroup = 8;

    readonly DeviceProfile profile;
    readonly SimulatedAnswers answers;
    readonly SimulatedMemory memory;
    readonly WrappedCalls wrapped;
    readonly ConcurrentQueue<string> faults = [];
    readonly ConcurrentDictionary<nint, byte[]> modules = [];
    readonly Dictionary<string, Func<Call, Call>> hooks;

    public SimulatedDriver(DeviceProfile profile)
    {
        this.profile = profile;
        answers = new(profile);
        memory = new(profile, Fault);
        wrapped = new(Wrap);
        hooks = new()
        {
            ["vkCreateInstance"] = CreateInstance,
            ["vkEnumeratePhysicalDevices"] = EnumeratePhysicalDevices,
            ["vkCreateDevice"] = CreateDevice,
            ["vkGetDeviceQueue"] = real => (a, _, c, d, _, _, _, _) => real(a, 0, c, d, 0, 0, 0, 0),
            ["vkCreateCommandPool"] = CreateCommandPool,
            ["vkCreateShaderModule"] = CreateShaderModule,
            ["vkCreateComputePipelines"] = CreateComputePipelines,
            ["vkCreatePipelineLayout"] = CreatePipelineLayout,
            ["vkCmdDispatch"] = CmdDispatch,
        };
    }

    /// <summary>That of the profile that VKLEARN_SIMULATE names, before the device of the tests; null without.</summary>
    public static SimulatedDriver? Asked =>
        Environment.GetEnvironmentVariable("VKLEARN_SIMULATE") is { Length: > 0 } name ? new(DeviceProfile.Read(name)) : null;

    /// <summary>What was asked of the device that it cannot do.</summary>
    public IReadOnlyList<string> Faults => [.. faults];

    /// <summary>Of each heap.</summary>
    public IReadOnlyList<ulong> BytesInUse => memory.InUse;

    public Vk Open() => wrapped.Open();

    void Fault(string text)
    {
        Console.Error.WriteLine($"{profile.Name}: {text}");
        faults.Enqueue(text);
    }

    Call? Wrap(string name, Call real) =>
        hooks.TryGetValue(name, out Func<Call, Call>? hook) ? hook(real)
        : profile.ApiVersion < Vk.Version13 && name is "vkCmdBeginRendering" or "vkCmdEndRendering" ? Absent(name, real)
        : answers.Wrap(name, real) ?? memory.Wrap(name, real);

    Call Absent(string name, Call real) => (a, b, c, d, e, f, g, h) =>
    {
        Fault($"{name} is of Vulkan 1.3.");
        return real(a, b, c, d, e, f, g, h);
    };

    bool isListed = true;

    Call CreateInstance(Call real) => (info, b, c, d, e, f, g, h) =>
    {
        isListed = !profile.Offers.Contains(Portability)
            || ((InstanceCreateInfo*)info)->Flags.HasFlag(InstanceCreateFlags.EnumeratePortabilityBitKhr);
        return real(info, b, c, d, e, f, g, h);
    };

    Call EnumeratePhysicalDevices(Call real) => (instance, count, devices, d, e, f, g, h) =>
    {
        if (isListed)
        {
            return real(instance, count, devices, d, e, f, g, h);
        }
        *(uint*)count = 0;
        return 0;
    };

    Call CreateDevice(Call real) => (physical, asked, c, d, e, f, g, h) =>
    {
        DeviceCreateInfo info = *(DeviceCreateInfo*)asked;
        DeviceQueueCreateInfo queue = *info.PQueueCreateInfos;
        if (!profile.Families[queue.QueueFamilyIndex].Can.HasFlag(QueueFlags.ComputeBit))
        {
            Fault($"Queue family {queue.QueueFamilyIndex} does not compute.");
        }
        foreach (string feature in SimulatedAnswers.Enabled((BaseOutStructure*)info.PNext).Intersect(profile.Lacks))
        {
            Fault($"Feature {feature} was enabled.");
        }
        queue.QueueFamilyIndex = 0;
        info.PQueueCreateInfos = &queue;
        List<nint> extensions = [.. new ReadOnlySpan<nint>(info.PpEnabledExtensionNames, (int)info.EnabledExtensionCount)];
        string[] names = [.. extensions.Select(name => Marshal.PtrToStringUTF8(name)!)];
        foreach (string name in names.Intersect(profile.Lacks))
        {
            Fault($"Extension {name} was enabled.");
        }
        if (profile.Offers.Contains(Portability) && !names.Contains(Portability))
        {
            Fault($"{Portability} must be enabled where it is.");
        }
        extensions.RemoveAll(name => profile.Offers.Contains(Marshal.PtrToStringUTF8(name)!));
        fixed (nint* kept = extensions.ToArray())
        {
            info.EnabledExtensionCount = (uint)extensions.Count;
            info.PpEnabledExtensionNames = (byte**)kept;
            return real(physical, (nint)(&info), c, d, e, f, g, h);
        }
    };

    static Call CreateCommandPool(Call real) => (device, asked, c, d, e, f, g, h) =>
    {
        CommandPoolCreateInfo info = *(CommandPoolCreateInfo*)asked;
        info.QueueFamilyIndex = 0;
        return real(device, (nint)(&info), c, d, e, f, g, h);
    };

    Call CreateShaderModule(Call real) => (device, asked, c, module, e, f, g, h) =>
    {
        nint result = real(device, asked, c, module, e, f, g, h);
        ShaderModuleCreateInfo* info = (ShaderModuleCreateInfo*)asked;
        modules[*(nint*)module] = new ReadOnlySpan<byte>(info->PCode, (int)info->CodeSize).ToArray();
        return result;
    };

    Call CreateComputePipelines(Call real) => (a, b, count, infos, e, f, g, h) =>
    {
        foreach (ComputePipelineCreateInfo info in new ReadOnlySpan<ComputePipelineCreateInfo>((void*)infos, (int)count))
        {
            PipelineShaderStageCreateInfo stage = info.Stage;
            CheckWorkgroup(stage);
            CheckSubgroup((PipelineShaderStageRequiredSubgroupSizeCreateInfo*)stage.PNext);
        }
        return real(a, b, count, infos, e, f, g, h);
    };

    void CheckWorkgroup(PipelineShaderStageCreateInfo stage)
    {
        ShaderCode code = ShaderCode.FromBytes("module", modules[(nint)stage.Module.Handle]);
        uint[] size = LocalSize([.. code.Words]);
        if (size[0] > profile.Most.WorkgroupSize[0] || size[0] * size[1] * size[2] > profile.Most.Invocations)
        {
            Fault($"A workgroup of {string.Join(" x ", size)}, of {profile.Most.Invocations} invocations at most, in the kernel of "
                + $"{string.Join(", ", code.Arguments.Select(argument => argument.Name))}.");
        }
    }

    void CheckSubgroup(PipelineShaderStageRequiredSubgroupSizeCreateInfo* asked)
    {
        if (asked is not null && (asked->RequiredSubgroupSize != RealSubgroup
            || RealSubgroup < profile.Subgroup.Least || RealSubgroup > profile.Subgroup.Largest))
        {
            Fault($"A subgroup of {asked->RequiredSubgroupSize}: it has {profile.Subgroup.Least} to {profile.Subgroup.Largest}, "
                + $"and only {RealSubgroup} can be simulated.");
        }
    }

    /// <summary>What is decorated as WorkgroupSize, which is made of constants, else what OpExecutionMode says.</summary>
    static uint[] LocalSize(ReadOnlySpan<uint> words)
    {
        const uint executionMode = 16, constant = 43, composite = 44, specConstant = 50, specComposite = 51, decorate = 71;
        const uint localSize = 17, builtIn = 11, workgroupSize = 25;
        Dictionary<uint, uint> values = [];
        uint[] size = [1, 1, 1];
        uint decorated = 0;
        for (int i = 5; i < words.Length; i += Math.Max(1, (int)(words[i] >> 16)))
        {
            uint op = words[i] & 0xffff;
            if (op == executionMode && words[i + 2] == localSize)
            {
                size = [words[i + 3], words[i + 4], words[i + 5]];
            }
            else if (op == decorate && words[i + 2] == builtIn && words[i + 3] == workgroupSize)
            {
                decorated = words[i + 1];
            }
            else if (op is constant or specConstant)
            {
                values[words[i + 2]] = words[i + 3];
            }
            else if ((op is composite or specComposite) && words[i + 2] == decorated)
            {
                size = [values[words[i + 3]], values[words[i + 4]], values[words[i + 5]]];
            }
        }
        return size;
    }

    Call CreatePipelineLayout(Call real) => (a, asked, c, d, e, f, g, h) =>
    {
        PipelineLayoutCreateInfo* info = (PipelineLayoutCreateInfo*)asked;
        for (int i = 0; i < info->PushConstantRangeCount; i++)
        {
            PushConstantRange range = info->PPushConstantRanges[i];
            if (range.Offset + range.Size > profile.Most.PushConstants)
            {
                Fault($"Push constants of {range.Offset + range.Size} bytes.");
            }
        }
        return real(a, asked, c, d, e, f, g, h);
    };

    Call CmdDispatch(Call real) => (commands, x, y, z, e, f, g, h) =>
    {
        uint[] most = profile.Most.WorkgroupCount;
        if ((uint)x > most[0] || (uint)y > most[1] || (uint)z > most[2])
        {
            Fault($"{(uint)x} x {(uint)y} x {(uint)z} workgroups.");
        }
        return real(commands, x, y, z, e, f, g, h);
    };
}
