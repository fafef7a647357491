// VkLearn's view in the host: a weight matrix [rows, cols], read where it lies, blue below zero and red above.
#version 460
#extension GL_EXT_buffer_reference : require

layout(buffer_reference, std430, buffer_reference_align = 4) readonly buffer In { float v[]; };
layout(push_constant, std430) uniform Args { In weight; uint rows; uint cols; float scale; } a;
layout(location = 0) out vec4 colour;

void main()
{
    uvec2 pixel = uvec2(gl_FragCoord.xy);
    float value = pixel.y < a.rows && pixel.x < a.cols ? a.weight.v[pixel.y * a.cols + pixel.x] * a.scale : 0.0;
    colour = vec4(1.0 - clamp(-value, 0.0, 1.0), 1.0 - min(abs(value), 1.0), 1.0 - clamp(value, 0.0, 1.0), 1.0);
}
