// A weight [inputs, outputs] as lines from the units on the left to those on the right: as wide and as clear as it is large, in the colour
// of its sign. Units stand evenly on both sides; of the inputs that share a place on the left the strongest is drawn, as
// NetworkStrongest.comp found it. Of the lines over a pixel the strongest is seen. Near a unit on the right, where very many lines meet,
// only the nearest are looked at. An invocation a pixel, whose colour is written as CanvasImage.frag takes it.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "element.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

const float NEAREST = 5.0;                                      // lines on each side of the nearest one

layout(push_constant, std430) uniform Args
{
    InWords x;
    In4 range;                                                  // NetworkStatistics.comp's, of a signed scale
    InWords strongest;                                          // [places, outputs]
    InWords palette;                                            // color.glsl's: the ends of the signed map are 256 and 510
    OutWords pixels;
    uint first;
    int places, outputs, marked;                                // the unit on the right all other lines are dimmed for; -1: none
    int width, height;                                          // pixels
    float leftTop, leftPitch, rightTop, rightPitch;             // pixels: of the first unit's place, and to the next's
    float widest;                                               // pixels of the line of the greatest weight
    float outstanding;                                          // a weight of so many root mean squares is drawn in full
    float contrast;                                             // a line is as clear as this power of its share of the greatest
} a;

// How much of the pixel the line covers, times how strongly it is drawn; negative for a weight below zero.
float inkOf(int from, int to, vec2 p)
{
    uint row = a.strongest.v[from * a.outputs + to];
    float weight = elementAt(a.x, a.first + row * uint(a.outputs) + uint(to));
    float share = clamp(abs(weight) / max(-a.range.v[0].x, a.outstanding * a.range.v[2].x), 0.0, 1.0);
    float left = a.leftTop + (float(from) + 0.5) * a.leftPitch, right = a.rightTop + (float(to) + 0.5) * a.rightPitch;
    float slope = (right - left) / float(a.width);
    float away = abs(left + slope * p.x - p.y) * inversesqrt(1.0 + slope * slope);
    float cover = clamp(0.5 * max(a.widest * share, 1.0) - away + 0.5, 0.0, 1.0) * pow(share, a.contrast);
    cover *= a.marked >= 0 && to != a.marked ? 0.1 : 1.0;
    return weight < 0.0 ? -cover : cover;
}

void main()
{
    int at = int(LINEAR_INDEX), y = int(divide(uint(at), uint(a.width))), x = at - y * a.width;
    if (y >= a.height) return;
    vec2 p = vec2(float(x) + 0.5, float(y) + 0.5);
    float share = p.x / float(a.width), strongest = 0.0;
    float reach = min((0.5 * a.widest + 1.0) * 2.0 / ((1.0 - share) * a.leftPitch), NEAREST);
    for (int to = 0; to < a.outputs; to++)
    {
        float right = a.rightTop + (float(to) + 0.5) * a.rightPitch;
        float nearest = ((p.y - share * right) / (1.0 - share) - a.leftTop) / a.leftPitch - 0.5;
        int begin = max(int(ceil(max(nearest - reach, 0.0))), 0), end = int(floor(min(nearest + reach, float(a.places - 1))));
        for (int from = begin; from <= end; from++)
        {
            float ink = inkOf(from, to, p);
            strongest = abs(ink) > abs(strongest) ? ink : strongest;
        }
    }
    a.pixels.v[at] = packUnorm4x8(unpackUnorm4x8(a.palette.v[strongest < 0.0 ? 256u : 510u]) * abs(strongest));
}
