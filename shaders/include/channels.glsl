// Two sums over each channel of [images, channels, size], images and size together: STAGE 0, a workgroup a channel, or 1, one a part of a
// channel, whose sums 2, an invocation a channel, puts together. Elements are read as UNITs of four where WIDE (size is a multiple of 4),
// else one by one as the first of a vec4 of zeros.
#ifndef CHANNELS_GLSL
#define CHANNELS_GLSL
#include "tensor.glsl"
#include "reduce.glsl"

layout(constant_id = 24) const uint WIDE = 1;

const uint UNIT = WIDE != 0u ? 4u : 1u;

vec4 loadUnit(In4 x, uint unit)
{
    if (WIDE != 0u) return x.v[unit];
    return vec4(x.v[unit >> 2][unit & 3u], 0, 0, 0);
}

// The unit less a number, zeros staying where nothing was read.
vec4 lessUnit(vec4 x, float number) { return WIDE != 0u ? x - number : vec4(x.x - number, 0, 0, 0); }

float sumOfUnit(vec4 x) { return (x.x + x.y) + (x.z + x.w); }

struct Part { uint channel, begin, end; };                      // units of a channel's, images and size together

Part partOf(uint group, uint images, uint size, uint parts)
{
    uint channel = group / parts, units = images * (size / UNIT), share = (units + parts - 1u) / parts;
    uint begin = min((group - channel * parts) * share, units);
    return Part(channel, begin, min(begin + share, units));
}

uint elementsOf(Part part) { return (part.end - part.begin) * UNIT; }

// A way through the units of a channel, several at a time, without a division at each: `at` is where the next one lies among the units of
// the tensor, `column` where in its image.
struct Way { uint at, column, units, step, columns, gap; };

Way wayFrom(uint unit, uint stride, uint channel, uint channels, uint size)
{
    uint length = size / UNIT, image = divide(unit, length), column = unit - image * length, images = stride / length;
    uint columns = stride - images * length;
    return Way((image * channels + channel) * length + column, column, length,
        images * channels * length + columns, columns, (channels - 1u) * length);
}

void advance(inout Way way)
{
    way.at += way.step;
    way.column += way.columns;
    bool isNextImage = way.column >= way.units;
    way.at += isNextImage ? way.gap : 0u;
    way.column -= isNextImage ? way.units : 0u;
}

// `FOR_PART(part, channels, size, way, statement)` visits at way.at what an invocation owns of a part. Four rounds in one: on CPU drivers
// a loop's turn costs as much as a sum.
#define FOR_PART(part, channels, size, way, statement) \
    { \
        Way way = wayFrom(part.begin + gl_LocalInvocationID.x, gl_WorkGroupSize.x, part.channel, channels, size); \
        uint unit = part.begin + gl_LocalInvocationID.x; \
        for (; unit + 3u * gl_WorkGroupSize.x < part.end; unit += 4u * gl_WorkGroupSize.x) \
        { \
            [[unroll]] for (uint i = 0u; i < 4u; i++) { statement; advance(way); } \
        } \
        for (; unit < part.end; unit += gl_WorkGroupSize.x) { statement; advance(way); } \
    }
#endif
