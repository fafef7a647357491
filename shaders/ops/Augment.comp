// y[n] = image x[n], moved in its own way: a pixel of y lies in x at its place, plus the displacement field there (P. Simard,
// D. Steinkraus and J. Platt 2003), turned about the middle, shifted by whole pixels, mirrored; between pixels linearly interpolated,
// outside 0. An image is shared by `sharers` workgroups, any number of them; an invocation makes one pixel of all channels a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "grid.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const bool TURNS = false;
layout(constant_id = 25) const bool BENDS = false;              // there is a field

layout(push_constant, std430) uniform Args
{
    In x;                                                       // [images, channels, height, width]
    In numbers;                                                 // [images, 4], from 0 to below 1: down, right, mirrored, angle
    In field;                                                   // [images, 2, height, width]: rows, columns, in pixels
    Out y;
    uint images, channels, height, width;
    int crop;                                                   // shifted by at most as many pixels
    uint flips;                                                 // 1: below a half mirrors
    float radians;                                              // turned by at most as much
    uint sharers;
} a;

float shift(float number)
{
    int places = 2 * a.crop + 1;
    return min(floor(number * float(places)), float(places - 1)) - float(a.crop);   // of 0.99999997 the product may round up
}

// Where a pixel lies in its plane, and whether it is there. One that is not is read as the first all the same, because loads that not all
// lanes do are done one by one on CPU drivers.
struct Pixel { uint place; bool inside; };

Pixel pixelAt(int row, int column)
{
    bool inside = uint(row) < a.height && uint(column) < a.width;   // a negative one is large
    return Pixel(inside ? uint(row) * a.width + uint(column) : 0u, inside);
}

float value(uint plane, Pixel pixel)
{
    float value = a.x.v[plane + pixel.place];
    return pixel.inside ? value : 0.0;
}

void main()
{
    uvec3 place = groupIn(a.sharers, a.images);
    uint image = place.y, area = a.height * a.width, stride = a.sharers * gl_WorkGroupSize.x;
    if (place.z != 0u) return;
    vec2 moved = vec2(shift(a.numbers.v[4u * image]), shift(a.numbers.v[4u * image + 1u]));
    vec2 middle = vec2(int(a.height) - 1, int(a.width) - 1) * 0.5;
    bool mirrored = a.flips != 0u && a.numbers.v[4u * image + 2u] < 0.5;
    precise float angle = TURNS ? (a.numbers.v[4u * image + 3u] * 2.0 - 1.0) * a.radians : 0.0, sineOfHalf = sin32(angle * 0.5);
    precise float sine = sin32(angle), cosine = 1.0 - sineOfHalf * sineOfHalf * 2.0;
    for (uint i = place.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x; i < area; i += stride)
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
        vec2 whole = floor(at);
        precise vec2 share = at - whole;
        int top = int(whole.x), left = int(whole.y);
        Pixel here = pixelAt(top, left), right = pixelAt(top, left + 1), down = pixelAt(top + 1, left), across = pixelAt(top + 1, left + 1);
        for (uint channel = 0u; channel < a.channels; channel++, plane += area)
        {
            precise float y = value(plane, here);
            if (TURNS || BENDS)
            {
                precise float above = y * (1.0 - share.y) + value(plane, right) * share.y;
                precise float below = value(plane, down) * (1.0 - share.y) + value(plane, across) * share.y;
                y = above * (1.0 - share.x) + below * share.x;
            }
            a.y.v[plane + i] = y;
        }
    }
}
