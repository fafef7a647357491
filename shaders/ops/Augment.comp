// y[n] = image x[n], moved in its own random way: a pixel of y lies in x at its place, plus the displacement field there (P. Simard,
// D. Steinkraus and J. Platt 2003), turned about the middle, shifted by whole pixels, mirrored; between pixels linearly interpolated,
// outside 0. Image `gl_WorkGroupID.y` is shared by the workgroups along x, any number; an invocation makes one pixel of all channels a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"
#include "random.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const bool TURNS = false;
layout(constant_id = 25) const bool BENDS = false;              // there is a field

layout(push_constant, std430) uniform Args
{
    In x;                                                       // [images, channels, height, width]
    In field;                                                   // [images, 2, height, width]: rows, columns, in pixels
    InWords counters;                                           // [0] seed, [1] clock
    Out y;
    uint images, channels, height, width, stream;
    int crop;                                                   // shifted by at most as many pixels
    uint flips;                                                 // 1: each second is mirrored
    float radians;                                              // turned by at most as much
} a;

float drawn(uint image, uint number) { return uniformRandom(a.counters.v[0], a.stream, a.counters.v[1], 4u * image + number); }

float shift(uint image, uint number)
{
    int places = 2 * a.crop + 1;
    return a.crop > 0 ? min(floor(drawn(image, number) * float(places)), float(places - 1)) - float(a.crop) : 0.0;
}

float pixel(uint plane, int row, int column)
{
    bool inside = uint(row) < a.height && uint(column) < a.width;   // a negative one is large
    return inside ? a.x.v[plane + uint(row) * a.width + uint(column)] : 0.0;
}

float between(uint plane, vec2 at)
{
    vec2 whole = floor(at);
    precise vec2 share = at - whole;
    ivec2 first = ivec2(whole);
    precise float above = pixel(plane, first.x, first.y) * (1.0 - share.y) + pixel(plane, first.x, first.y + 1) * share.y;
    precise float below = pixel(plane, first.x + 1, first.y) * (1.0 - share.y) + pixel(plane, first.x + 1, first.y + 1) * share.y;
    precise float value = above * (1.0 - share.x) + below * share.x;
    return value;
}

void main()
{
    uint image = gl_WorkGroupID.y, area = a.height * a.width, stride = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
    if (image >= a.images) return;
    vec2 moved = vec2(shift(image, 0u), shift(image, 1u)), middle = vec2(int(a.height) - 1, int(a.width) - 1) * 0.5;
    bool mirrored = a.flips != 0u && drawn(image, 2u) < 0.5;
    precise float angle = TURNS ? (drawn(image, 3u) * 2.0 - 1.0) * a.radians : 0.0, sineOfHalf = sin32(angle * 0.5);
    precise float sine = sin32(angle), cosine = 1.0 - sineOfHalf * sineOfHalf * 2.0;
    for (uint i = gl_WorkGroupID.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x; i < area; i += stride)
    {
        uint row = divide(i, a.width), plane = image * a.channels * area;
        precise vec2 at = vec2(int(row), int(i - row * a.width));   // row, column
        if (BENDS) at += vec2(a.field.v[2u * image * area + i], a.field.v[(2u * image + 1u) * area + i]);
        if (TURNS)
        {
            precise vec2 from = at - middle;
            at = vec2(sine * from.y + cosine * from.x, cosine * from.y - sine * from.x) + middle;
        }
        at += moved;
        if (mirrored) at.y = float(int(a.width) - 1) - at.y;
        for (uint channel = 0u; channel < a.channels; channel++, plane += area)
            a.y.v[plane + i] = TURNS || BENDS ? between(plane, at) : pixel(plane, int(at.x), int(at.y));
    }
}
