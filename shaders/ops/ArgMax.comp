// y[row] = where x[row] has its maximum, the first of equals; a NaN counts as the maximum. MODE 0: one invocation a row. 1: one workgroup
// for each of the parts that a row is cut into, y[row, part]. 2: one workgroup a row, whose columns are those that `some` names. Local
// size a power of two, at most 256.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "argmax.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint MODE = 0;

layout(push_constant, std430) uniform Args
{
    In x;                                                       // [rows, cols]
    InInt some;                                                 // of MODE 2 [rows, parts], in rising order
    OutInt y;
    uint rows, cols, parts;
} a;

shared float values[256];
shared uint places[256];

uint highest(Peak own, uint size)
{
    uint lane = gl_LocalInvocationID.x;
    values[lane] = own.value;
    places[lane] = own.at;
    for (uint width = size >> 1; width > 0u; width >>= 1)
    {
        barrier();
        if (lane < width && isAbove(Peak(values[lane + width], places[lane + width]), Peak(values[lane], places[lane])))
        {
            values[lane] = values[lane + width];
            places[lane] = places[lane + width];
        }
    }
    return places[0];                                           // the first lane's own
}

void main()
{
    if (MODE == 0u)
    {
        uint row = LINEAR_INDEX;
        if (row < a.rows) a.y.v[row] = int(argMax(a.x, row * a.cols, a.cols));
        return;
    }
    uint at = LINEAR_GROUP, row = MODE == 1u ? at / a.parts : at;
    if (row >= a.rows) return;                                  // the whole workgroup
    uint share = (a.cols + a.parts - 1u) / a.parts;
    uint begin = MODE == 1u ? min((at - row * a.parts) * share, a.cols) : 0u, end = MODE == 1u ? min(begin + share, a.cols) : a.parts;
    Peak own = Peak(-INFINITY, NOWHERE);
    for (uint i = begin + gl_LocalInvocationID.x; i < end; i += gl_WorkGroupSize.x)
    {
        uint place = MODE == 1u ? i : uint(a.some.v[row * a.parts + i]);
        if (place >= a.cols) continue;                          // of a part that had none
        Peak one = Peak(a.x.v[row * a.cols + place], place);
        if (isAbove(one, own)) own = one;
    }
    uint best = highest(own, gl_WorkGroupSize.x);
    if (gl_LocalInvocationID.x == 0u) a.y.v[at] = int(best);
}
