// Values as a column of discs, each in its value's colour, with a ring around it; the rings of the marked one, and of the greatest of
// answers, are wider and of other colours.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"
#include "element.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    InWords x;
    In4 range;
    InWords palette;
    uint first;
    int count, marked;                                          // -1: none is
    int answers;                                                // 1: the greatest is what the network says
    float pitch, radius;                                        // pixels from a disc to the next, and of a disc
    uint ring, greatestRing, markedRing;
} a;
layout(location = 0) out vec4 pixel;

int greatest()
{
    int best = 0;
    for (int i = 1; i < a.count; i++)
    {
        best = elementAt(a.x, a.first + uint(i)) > elementAt(a.x, a.first + uint(best)) ? i : best;
    }
    return best;
}

void main()
{
    vec2 p = PIXEL;
    int unit = min(int(p.y / a.pitch), a.count - 1);
    vec2 away = p - vec2(0.5 * float(a.sizeX), (float(unit) + 0.5) * a.pitch);
    bool isMarked = unit == a.marked, isGreatest = a.answers != 0 && unit == greatest();
    float distance = length(away), width = isMarked || isGreatest ? 2.0 : 1.0;
    vec4 inner = colorOf(entryOf(elementAt(a.x, a.first + uint(unit)), a.range), a.palette);
    vec4 outer = unpackUnorm4x8(isMarked ? a.markedRing : isGreatest ? a.greatestRing : a.ring);
    vec4 color = mix(inner, outer, clamp(distance - (a.radius - width) + 0.5, 0.0, 1.0));
    pixel = outputOf(color * clamp(a.radius - distance + 0.5, 0.0, 1.0));
}
