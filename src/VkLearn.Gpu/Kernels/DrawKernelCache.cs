using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>Every <see cref="DrawKernel"/> of a device, made once; and their one pipeline layout: 128 bytes of push constants.</summary>
internal sealed unsafe class DrawKernelCache
{
    public const ShaderStageFlags Stages = ShaderStageFlags.VertexBit | ShaderStageFlags.FragmentBit;

    readonly VulkanHandles handles;
    readonly PipelineCache compiled;
    readonly Dictionary<Key, DrawKernel> kernels = [];
    readonly Lock making = new();
    readonly PipelineLayout layout;

    public DrawKernelCache(VulkanHandles handles, PipelineCache compiled)
    {
        (this.handles, this.compiled) = (handles, compiled);
        PushConstantRange range = new(Stages, 0, KernelCache.PushConstantBytes);
        PipelineLayoutCreateInfo info = new(pushConstantRangeCount: 1, pPushConstantRanges: &range);
        handles.Make(handles.Vk.CreatePipelineLayout(handles.Device, &info, null, out layout));
    }

    public DrawKernel Get(SpecializedCode vertex, SpecializedCode fragment, ImageFormat target)
    {
        Key key = new(vertex, fragment, target);
        lock (making)
        {
            if (!kernels.TryGetValue(key, out DrawKernel? kernel))
            {
                kernel = Make(key);
                kernels.Add(key, kernel);
            }
            return kernel;
        }
    }

    public void Free()
    {
        foreach (DrawKernel kernel in kernels.Values)
        {
            handles.Vk.DestroyPipeline(handles.Device, kernel.Pipeline, null);
        }
        handles.Vk.DestroyPipelineLayout(handles.Device, layout, null);
    }

    DrawKernel Make(Key key)
    {
        KernelCache.Expect(key.Vertex.Code, ShaderStage.Vertex);
        KernelCache.Expect(key.Fragment.Code, ShaderStage.Fragment);
        using PipelineStage vertex = new(handles, key.Vertex, ShaderStageFlags.VertexBit);
        using PipelineStage fragment = new(handles, key.Fragment, ShaderStageFlags.FragmentBit);
        Pipeline pipeline = MakePipeline(vertex.Info, fragment.Info, key.Target.Vulkan);
        handles.Names?.Set(ObjectType.Pipeline, pipeline.Handle, key.Fragment.Code.Name);
        return new(key.Vertex.Code, key.Fragment.Code, key.Target, pipeline, layout);
    }

    Pipeline MakePipeline(PipelineShaderStageCreateInfo vertex, PipelineShaderStageCreateInfo fragment, Format target)
    {
        PipelineShaderStageCreateInfo* stages = stackalloc PipelineShaderStageCreateInfo[2] { vertex, fragment };
        DynamicState* dynamics = stackalloc DynamicState[2] { DynamicState.Viewport, DynamicState.Scissor };
        PipelineColorBlendAttachmentState over = Over;
        PipelineVertexInputStateCreateInfo noVertices = new(vertexBindingDescriptionCount: 0);
        PipelineInputAssemblyStateCreateInfo triangles = new(topology: PrimitiveTopology.TriangleList);
        PipelineViewportStateCreateInfo viewport = new(viewportCount: 1, scissorCount: 1);
        PipelineRasterizationStateCreateInfo filled = new(polygonMode: PolygonMode.Fill, cullMode: CullModeFlags.None, lineWidth: 1);
        PipelineMultisampleStateCreateInfo oneSample = new(rasterizationSamples: SampleCountFlags.Count1Bit);
        PipelineColorBlendStateCreateInfo blend = new(attachmentCount: 1, pAttachments: &over);
        PipelineDynamicStateCreateInfo dynamic = new(dynamicStateCount: 2, pDynamicStates: dynamics);
        PipelineRenderingCreateInfo rendering = new(colorAttachmentCount: 1, pColorAttachmentFormats: &target);
        GraphicsPipelineCreateInfo info = new(
            pNext: &rendering, stageCount: 2, pStages: stages, pVertexInputState: &noVertices, pInputAssemblyState: &triangles,
            pViewportState: &viewport, pRasterizationState: &filled, pMultisampleState: &oneSample, pColorBlendState: &blend,
            pDynamicState: &dynamic, layout: layout);
        Pipeline pipeline;
        handles.Make(handles.Vk.CreateGraphicsPipelines(handles.Device, compiled, 1, &info, null, &pipeline));
        return pipeline;
    }

    /// <summary>Porter and Duff's "over" for colours that are premultiplied by their alpha.</summary>
    static PipelineColorBlendAttachmentState Over => new(
        blendEnable: true,
        srcColorBlendFactor: BlendFactor.One, dstColorBlendFactor: BlendFactor.OneMinusSrcAlpha, colorBlendOp: BlendOp.Add,
        srcAlphaBlendFactor: BlendFactor.One, dstAlphaBlendFactor: BlendFactor.OneMinusSrcAlpha, alphaBlendOp: BlendOp.Add,
        colorWriteMask: ColorComponentFlags.RBit | ColorComponentFlags.GBit | ColorComponentFlags.BBit | ColorComponentFlags.ABit);

    readonly record struct Key(SpecializedCode Vertex, SpecializedCode Fragment, ImageFormat Target);
}
