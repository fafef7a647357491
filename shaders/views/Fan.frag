// The area between two curves of a plot: each as Curve.comp made it, whose value at a column's centre is its third float. Heights in pixels
// from the top.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    In lower, upper;                                            // three floats a column
    uint color;
    float opacity;
} a;
layout(location = 0) out vec4 pixel;

void main()
{
    vec2 p = PIXEL;
    int column = int(p.x);
    float bottom = a.lower.v[3 * column + 2], top = a.upper.v[3 * column + 2];
    float inside = clamp(min(bottom - p.y, p.y - top) + 0.5, 0.0, 1.0);
    vec4 color = unpackUnorm4x8(a.color);
    pixel = outputOf(vec4(color.rgb, 1.0) * (color.a * a.opacity * inside));
}
