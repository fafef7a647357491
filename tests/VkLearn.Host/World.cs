using System.Reflection;
using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace HostEngine;

/// <summary>The engine's own picture, drawn in a render pass of its own off screen. A panel in it shows an image others draw.</summary>
sealed unsafe class World : IDisposable
{
    public const int Width = 640, Height = 360, PanelX = 20, PanelY = 30;

    const Format PixelFormat = Format.R8G8B8A8Unorm;

    readonly HostDevice device;
    readonly Vk vk;
    readonly Image image;
    readonly DeviceMemory memory;
    readonly ImageView view;
    readonly RenderPass pass;
    readonly Framebuffer framebuffer;
    readonly Sampler sampler;
    readonly DescriptorSetLayout setLayout;
    readonly DescriptorPool sets;
    readonly DescriptorSet set;
    readonly PipelineLayout layout;
    readonly Pipeline pipeline;

    /// <param name="device">The engine's.</param>
    /// <param name="panel">VkImageView of what the panel shows; it is ready to be sampled whenever the world is drawn.</param>
    public World(HostDevice device, ulong panel)
    {
        (this.device, vk) = (device, device.Vk);
        image = MakeImage(out memory);
        view = MakeView();
        pass = MakePass();
        framebuffer = MakeFramebuffer();
        SamplerCreateInfo nearest = new(magFilter: Filter.Nearest);
        HostDevice.Check(vk.CreateSampler(device.Device, &nearest, null, out sampler));
        setLayout = MakeSetLayout();
        set = MakeSet(new(panel), out sets);
        layout = MakeLayout();
        pipeline = MakePipeline();
    }

    public void Draw(CommandBuffer commands, float time)
    {
        ClearValue clear = new(new ClearColorValue(0, 0, 0, 1));
        RenderPassBeginInfo begin = new(
            renderPass: pass, framebuffer: framebuffer, renderArea: new(new(0, 0), new(Width, Height)), clearValueCount: 1,
            pClearValues: &clear);
        vk.CmdBeginRenderPass(commands, &begin, SubpassContents.Inline);
        vk.CmdBindPipeline(commands, PipelineBindPoint.Graphics, pipeline);
        vk.CmdBindDescriptorSets(commands, PipelineBindPoint.Graphics, layout, 0, 1, in set, 0, null);
        Args arguments = new(PanelX, PanelY, time);
        vk.CmdPushConstants(commands, layout, ShaderStageFlags.FragmentBit, 0, (uint)sizeof(Args), &arguments);
        vk.CmdDraw(commands, 3, 1, 0, 0);
        vk.CmdEndRenderPass(commands);
    }

    /// <summary>The last picture, rows from the top, red, green, blue, alpha.</summary>
    public byte[] ReadPixels()
    {
        using HostBuffer pixels = new(device, Width * Height * 4);
        using Commands commands = new(device);
        CommandBuffer copy = commands.Begin();
        BufferImageCopy region = new(
            imageSubresource: new(ImageAspectFlags.ColorBit, 0, 0, 1), imageExtent: new(Width, Height, 1));
        vk.CmdCopyImageToBuffer(copy, image, ImageLayout.TransferSrcOptimal, pixels.Handle, 1, &region);
        MemoryBarrier toHost = new(srcAccessMask: AccessFlags.TransferWriteBit, dstAccessMask: AccessFlags.HostReadBit);
        vk.CmdPipelineBarrier(copy, PipelineStageFlags.TransferBit, PipelineStageFlags.HostBit, 0, 1, &toHost, 0, null, 0, null);
        commands.Submit();
        commands.Wait();
        return pixels.Span.ToArray();
    }

    public void Dispose()
    {
        vk.DestroyPipeline(device.Device, pipeline, null);
        vk.DestroyPipelineLayout(device.Device, layout, null);
        vk.DestroyDescriptorPool(device.Device, sets, null);
        vk.DestroyDescriptorSetLayout(device.Device, setLayout, null);
        vk.DestroySampler(device.Device, sampler, null);
        vk.DestroyFramebuffer(device.Device, framebuffer, null);
        vk.DestroyRenderPass(device.Device, pass, null);
        vk.DestroyImageView(device.Device, view, null);
        vk.DestroyImage(device.Device, image, null);
        vk.FreeMemory(device.Device, memory, null);
    }

    Image MakeImage(out DeviceMemory bound)
    {
        ImageCreateInfo info = new(
            imageType: ImageType.Type2D, format: PixelFormat, extent: new(Width, Height, 1), mipLevels: 1, arrayLayers: 1,
            samples: SampleCountFlags.Count1Bit, usage: ImageUsageFlags.ColorAttachmentBit | ImageUsageFlags.TransferSrcBit);
        HostDevice.Check(vk.CreateImage(device.Device, &info, null, out Image made));
        vk.GetImageMemoryRequirements(device.Device, made, out MemoryRequirements requirements);
        bound = device.Allocate(requirements, MemoryPropertyFlags.DeviceLocalBit);
        HostDevice.Check(vk.BindImageMemory(device.Device, made, bound, 0));
        return made;
    }

    ImageView MakeView()
    {
        ImageViewCreateInfo info = new(
            image: image, viewType: ImageViewType.Type2D, format: PixelFormat,
            subresourceRange: new(ImageAspectFlags.ColorBit, 0, 1, 0, 1));
        HostDevice.Check(vk.CreateImageView(device.Device, &info, null, out ImageView made));
        return made;
    }

    RenderPass MakePass()
    {
        AttachmentDescription colour = new(
            format: PixelFormat, samples: SampleCountFlags.Count1Bit, loadOp: AttachmentLoadOp.Clear, storeOp: AttachmentStoreOp.Store,
            stencilLoadOp: AttachmentLoadOp.DontCare, stencilStoreOp: AttachmentStoreOp.DontCare,
            initialLayout: ImageLayout.Undefined, finalLayout: ImageLayout.TransferSrcOptimal);
        AttachmentReference reference = new(0, ImageLayout.ColorAttachmentOptimal);
        SubpassDescription subpass = new(
            pipelineBindPoint: PipelineBindPoint.Graphics, colorAttachmentCount: 1, pColorAttachments: &reference);
        PipelineStageFlags draw = PipelineStageFlags.ColorAttachmentOutputBit, copy = PipelineStageFlags.TransferBit;
        AccessFlags write = AccessFlags.ColorAttachmentWriteBit, read = AccessFlags.TransferReadBit;
        SubpassDependency* order = stackalloc SubpassDependency[2] // after the last frame and its copy; before the next copy
        {
            new(Vk.SubpassExternal, 0, draw | copy, draw, write | read, write),
            new(0, Vk.SubpassExternal, draw, copy, write, read),
        };
        RenderPassCreateInfo info = new(
            attachmentCount: 1, pAttachments: &colour, subpassCount: 1, pSubpasses: &subpass, dependencyCount: 2, pDependencies: order);
        HostDevice.Check(vk.CreateRenderPass(device.Device, &info, null, out RenderPass made));
        return made;
    }

    Framebuffer MakeFramebuffer()
    {
        ImageView attachment = view;
        FramebufferCreateInfo info = new(
            renderPass: pass, attachmentCount: 1, pAttachments: &attachment, width: Width, height: Height, layers: 1);
        HostDevice.Check(vk.CreateFramebuffer(device.Device, &info, null, out Framebuffer made));
        return made;
    }

    DescriptorSetLayout MakeSetLayout()
    {
        DescriptorSetLayoutBinding binding = new(
            0, DescriptorType.CombinedImageSampler, descriptorCount: 1, stageFlags: ShaderStageFlags.FragmentBit);
        DescriptorSetLayoutCreateInfo info = new(bindingCount: 1, pBindings: &binding);
        HostDevice.Check(vk.CreateDescriptorSetLayout(device.Device, &info, null, out DescriptorSetLayout made));
        return made;
    }

    DescriptorSet MakeSet(ImageView panel, out DescriptorPool pool)
    {
        DescriptorPoolSize size = new(DescriptorType.CombinedImageSampler, 1);
        DescriptorPoolCreateInfo poolInfo = new(maxSets: 1, poolSizeCount: 1, pPoolSizes: &size);
        HostDevice.Check(vk.CreateDescriptorPool(device.Device, &poolInfo, null, out pool));
        DescriptorSetLayout wanted = setLayout;
        DescriptorSetAllocateInfo info = new(descriptorPool: pool, descriptorSetCount: 1, pSetLayouts: &wanted);
        HostDevice.Check(vk.AllocateDescriptorSets(device.Device, &info, out DescriptorSet made));
        DescriptorImageInfo sampled = new(sampler, panel, ImageLayout.ShaderReadOnlyOptimal);
        WriteDescriptorSet write = new(
            dstSet: made, descriptorCount: 1, descriptorType: DescriptorType.CombinedImageSampler, pImageInfo: &sampled);
        vk.UpdateDescriptorSets(device.Device, 1, &write, 0, null);
        return made;
    }

    PipelineLayout MakeLayout()
    {
        DescriptorSetLayout used = setLayout;
        PushConstantRange arguments = new(ShaderStageFlags.FragmentBit, 0, (uint)sizeof(Args));
        PipelineLayoutCreateInfo info = new(
            setLayoutCount: 1, pSetLayouts: &used, pushConstantRangeCount: 1, pPushConstantRanges: &arguments);
        HostDevice.Check(vk.CreatePipelineLayout(device.Device, &info, null, out PipelineLayout made));
        return made;
    }

    Pipeline MakePipeline()
    {
        ShaderModule vertex = Module("Whole.vert"), fragment = Module("World.frag");
        fixed (byte* main = "main\0"u8)
        {
            PipelineShaderStageCreateInfo* stages = stackalloc PipelineShaderStageCreateInfo[2]
            {
                new(stage: ShaderStageFlags.VertexBit, module: vertex, pName: main),
                new(stage: ShaderStageFlags.FragmentBit, module: fragment, pName: main),
            };
            PipelineVertexInputStateCreateInfo vertices = new(pNext: null);
            PipelineInputAssemblyStateCreateInfo assembly = new(topology: PrimitiveTopology.TriangleList);
            Viewport whole = new(0, 0, Width, Height, 0, 1);
            Rect2D scissor = new(new(0, 0), new(Width, Height));
            PipelineViewportStateCreateInfo viewport = new(viewportCount: 1, pViewports: &whole, scissorCount: 1, pScissors: &scissor);
            PipelineRasterizationStateCreateInfo raster = new(lineWidth: 1);
            PipelineMultisampleStateCreateInfo samples = new(rasterizationSamples: SampleCountFlags.Count1Bit);
            PipelineColorBlendAttachmentState write = new(colorWriteMask: (ColorComponentFlags)0xf);
            PipelineColorBlendStateCreateInfo blend = new(attachmentCount: 1, pAttachments: &write);
            GraphicsPipelineCreateInfo info = new(
                stageCount: 2, pStages: stages, pVertexInputState: &vertices, pInputAssemblyState: &assembly, pViewportState: &viewport,
                pRasterizationState: &raster, pMultisampleState: &samples, pColorBlendState: &blend, layout: layout, renderPass: pass);
            Pipeline made;
            HostDevice.Check(vk.CreateGraphicsPipelines(device.Device, default, 1, &info, null, &made));
            vk.DestroyShaderModule(device.Device, vertex, null);
            vk.DestroyShaderModule(device.Device, fragment, null);
            return made;
        }
    }

    ShaderModule Module(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        byte[] spirv = new byte[stream.Length];
        stream.ReadExactly(spirv);
        fixed (byte* code = spirv)
        {
            ShaderModuleCreateInfo info = new(codeSize: (nuint)spirv.Length, pCode: (uint*)code);
            HostDevice.Check(vk.CreateShaderModule(device.Device, &info, null, out ShaderModule module));
            return module;
        }
    }

    /// <summary>The push constants of World.frag.</summary>
    [StructLayout(LayoutKind.Sequential)]
    readonly record struct Args(int PanelX, int PanelY, float Time);
}
