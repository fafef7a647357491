// A weight [inputs, outputs] as lines from the units on the left to those on the right: as wide as it is large, in the colour of its sign.
// Units stand evenly on both sides. Of the lines over a pixel the strongest is seen. Near a unit on the right, where the lines of very many
// inputs meet, only the nearest are looked at.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"
#include "element.glsl"

const float NEAREST = 10.0;                                     // lines on each side of the nearest one

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    InWords x;
    In4 range;                                                  // of a signed scale
    InWords palette;
    uint first;
    int inputs, outputs, marked;                                // the unit on the right all other lines are dimmed for; -1: none
    float leftTop, leftPitch, rightTop, rightPitch;             // pixels: of the first unit's place, and to the next's
    float widest;                                               // pixels of the line of the greatest weight
} a;
layout(location = 0) out vec4 pixel;

// How much of the pixel the line covers, times how strongly it is drawn; negative for a weight below zero.
float inkOf(int from, int to, vec2 p)
{
    float weight = elementAt(a.x, a.first + uint(from * a.outputs + to)), share = clamp(abs(weight) / -a.range.v[0].x, 0.0, 1.0);
    float left = a.leftTop + (float(from) + 0.5) * a.leftPitch, right = a.rightTop + (float(to) + 0.5) * a.rightPitch;
    float slope = (right - left) / float(a.sizeX);
    float away = abs(left + slope * p.x - p.y) * inversesqrt(1.0 + slope * slope), wide = a.widest * share;
    float cover = clamp(0.5 * max(wide, 1.0) - away + 0.5, 0.0, 1.0) * min(1.0, wide + 0.1);
    cover *= a.marked >= 0 && to != a.marked ? 0.15 : 1.0;
    return weight < 0.0 ? -cover : cover;
}

void main()
{
    vec2 p = PIXEL;
    float share = p.x / float(a.sizeX), strongest = 0.0;
    float reach = min((0.5 * a.widest + 1.0) * 2.0 / ((1.0 - share) * a.leftPitch), NEAREST);
    for (int to = 0; to < a.outputs; to++)
    {
        float right = a.rightTop + (float(to) + 0.5) * a.rightPitch;
        float nearest = ((p.y - share * right) / (1.0 - share) - a.leftTop) / a.leftPitch - 0.5;
        int begin = max(int(ceil(nearest - reach)), 0), end = min(int(floor(nearest + reach)), a.inputs - 1);
        for (int from = begin; from <= end; from++)
        {
            float ink = inkOf(from, to, p);
            strongest = abs(ink) > abs(strongest) ? ink : strongest;
        }
    }
    vec4 color = colorOf(strongest < 0.0 ? 256u : 510u, a.palette);
    pixel = outputOf(color * abs(strongest));
}
