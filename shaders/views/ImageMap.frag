// An image, darkened, with a map of weights over it: each pixel is mixed with its weight's colour, the more the greater the weight is on
// the map's scale. A map of fewer pixels than the image is read linearly between its own. NaN as everywhere.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"
#include "element.glsl"

layout(constant_id = 2) const uint CHANNELS = 1;                // 1: grey, 3: red, green, blue planes

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    InWords x;
    In map;
    In4 range;
    InWords palette;
    uint first;                                                 // the image's first element, from the word's start
    int height, width;                                          // cells of the image
    int mapHeight, mapWidth;
    float bright;                                               // how much of the image's light is left
    float most;                                                 // the greatest weight's share of the mix
} a;
layout(location = 0) out vec4 pixel;

float imageAt(uint at) { return elementAt(a.x, a.first + at) * (TYPE == 3u ? 1.0 / 255.0 : 1.0); }

float mapAt(ivec2 cell)
{
    cell = clamp(cell, ivec2(0), ivec2(a.mapWidth, a.mapHeight) - 1);
    return a.map.v[cell.y * a.mapWidth + cell.x];
}

// `place` from 0 to 1 over the image.
float weightAt(vec2 place)
{
    vec2 cells = vec2(a.mapWidth, a.mapHeight);
    if (a.mapWidth >= a.width && a.mapHeight >= a.height) return mapAt(ivec2(place * cells));
    vec2 at = clamp(place * cells - 0.5, vec2(0.0), cells - 1.0);
    ivec2 low = ivec2(at);
    vec2 share = at - vec2(low);
    return mix(mix(mapAt(low), mapAt(low + ivec2(1, 0)), share.x), mix(mapAt(low + ivec2(0, 1)), mapAt(low + 1), share.x), share.y);
}

void main()
{
    vec2 place = PIXEL / vec2(a.sizeX, a.sizeY);
    ivec2 cell = min(ivec2(place * vec2(a.width, a.height)), ivec2(a.width, a.height) - 1);
    uint plane = uint(a.height * a.width), at = uint(cell.y * a.width + cell.x);
    float red = imageAt(at);
    vec3 image = CHANNELS == 3u ? vec3(red, imageAt(at + plane), imageAt(at + 2u * plane)) : vec3(red);
    float weight = weightAt(place);
    vec4 scale = a.range.v[0];
    float share = clamp((weight - scale.x) * scale.y / scale.w, 0.0, 1.0);
    vec4 color = colorOf(entryOf(weight, a.range), a.palette);
    bool isStrange = (floatBitsToUint(weight) & 0x7F800000u) == 0x7F800000u;
    pixel = outputOf(vec4(mix(a.bright * clamp(image, 0.0, 1.0), color.rgb, isStrange ? 1.0 : a.most * share), 1.0));
}
