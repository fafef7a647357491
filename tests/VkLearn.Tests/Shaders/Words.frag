// Draws each word of a tensor (rows, columns) as one pixel, red in its lowest byte: a fragment shader for the tests of VkLearn.Gpu.
#version 460
#extension GL_EXT_buffer_reference : require

layout(constant_id = 0) const bool LINEAR_OUTPUT = false; // the target encodes to sRGB

layout(buffer_reference, std430, buffer_reference_align = 4) readonly buffer InWords { uint v[]; };

layout(push_constant, std430) uniform Args { InWords x; vec2 origin; ivec2 size; float alpha; } a;

layout(location = 0) out vec4 color;

vec3 linear(vec3 encoded)
{
    return mix(encoded / 12.92, pow((encoded + 0.055) / 1.055, vec3(2.4)), greaterThan(encoded, vec3(0.04045)));
}

void main()
{
    ivec2 at = clamp(ivec2(gl_FragCoord.xy - a.origin), ivec2(0), a.size - 1);
    vec4 pixel = unpackUnorm4x8(a.x.v[at.y * a.size.x + at.x]);
    color = vec4(LINEAR_OUTPUT ? linear(pixel.rgb) : pixel.rgb, pixel.a) * a.alpha;
}
