// What is known of many tensors at once, a workgroup each: the ends of their colour scales, as Range.comp has them but without its memory,
// and the root of the mean of squares. Large ones are sampled, every `stride`-th element.
// table: 8 words a tensor: its address (2), type, first element, samples, stride, 1 for a signed scale, 0.
// state: 12 floats a tensor: [0] low end, [1] table steps a unit, [2] first entry, [3] last step (color.glsl); [4] least, [5] greatest
// finite value; [8] the root of the mean of squares, no number where one is none.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "element.glsl"
#include "reduce.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InWords table;
    Out state;
} a;

void store(uint at, float least, float greatest, bool isSigned)
{
    bool isBoth = isSigned || least < -1e-3 * greatest;
    float reach = max(greatest, -least);
    reach = reach > 0.0 ? reach : 1.0;
    float low = isBoth ? -reach : least, high = isBoth ? reach : greatest, last = isBoth ? 254.0 : 255.0;
    a.state.v[at] = low;
    a.state.v[at + 1u] = high > low ? last / (high - low) : 0.0;
    a.state.v[at + 2u] = isBoth ? 256.0 : 0.0;
    a.state.v[at + 3u] = last;
    a.state.v[at + 4u] = least;
    a.state.v[at + 5u] = greatest;
}

void main()
{
    uint row = gl_WorkGroupID.x * 8u, at = gl_WorkGroupID.x * 12u;
    if (a.table.v[row + 2u] != TYPE) return;                    // another run is for those
    InWords x = InWords(uvec2(a.table.v[row], a.table.v[row + 1u]));
    uint first = a.table.v[row + 3u], samples = a.table.v[row + 4u], stride = a.table.v[row + 5u];
    float least = INFINITY, greatest = -INFINITY, squares = 0.0;
    for (uint i = gl_LocalInvocationID.x; i < samples; i += gl_WorkGroupSize.x)
    {
        float value = elementAt(x, first + i * stride);
        bool finite = (floatBitsToUint(value) & 0x7FFFFFFFu) < 0x7F800000u;
        least = finite ? min(least, value) : least;
        greatest = finite ? max(greatest, value) : greatest;
        squares += value * value;
    }
    least = -WORKGROUP_MAX(-least);
    greatest = WORKGROUP_MAX(greatest);
    squares = WORKGROUP_SUM(squares);
    if (gl_LocalInvocationID.x != 0u) return;
    bool isAny = least <= greatest;
    store(at, isAny ? least : 0.0, isAny ? greatest : 1.0, a.table.v[row + 6u] != 0u);
    a.state.v[at + 8u] = sqrt(squares / float(int(max(samples, 1u))));
}
