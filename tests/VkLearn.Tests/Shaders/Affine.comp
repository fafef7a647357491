// y = SCALE x + bias, sum += y: a kernel for the tests of VkLearn.Gpu. One invocation an element.
#version 460
#extension GL_EXT_buffer_reference : require

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 2) const float SCALE = 1.0;

layout(buffer_reference, std430, buffer_reference_align = 4) readonly buffer In { float v[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) writeonly buffer Out { float v[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) buffer InOut { float v[]; };

layout(push_constant, std430) uniform Args { In x; Out y; InOut sum; uint n; int offset; float bias; } a;

void main()
{
    uint i = gl_GlobalInvocationID.x;
    if (i < a.n)
    {
        float y = SCALE * a.x.v[int(i) + a.offset] + a.bias;
        a.y.v[i] = y;
        a.sum.v[i] += y;
    }
}
