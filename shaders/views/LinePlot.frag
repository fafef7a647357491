// One curve of a plot: for each pixel column the raw values' span, drawn faint, and the smoothed curve's height, drawn strong by its
// distance from the pixel's centre. Heights in pixels from the top; NaN where there is no curve.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    In columns;                                                 // three floats a column: raw low, raw high, smoothed
    int left, top, width;                                       // of the part that is drawn in the plot; the plot's columns
    uint color;
    float raw, halfStroke;                                      // opacity of the raw span; pixels
} a;
layout(location = 0) out vec4 pixel;

// From (0, y) to the segment between (x0, y0) and (0, y1), in pixels.
float distanceTo(float y, float x0, float y0, float y1)
{
    vec2 along = vec2(-x0, y1 - y0), from = vec2(-x0, y - y0);
    float share = clamp(dot(from, along) / dot(along, along), 0.0, 1.0);
    return length(from - share * along);
}

float cover(float distance, float halfStroke) { return clamp(halfStroke + 0.5 - distance, 0.0, 1.0); }

void main()
{
    vec2 p = PIXEL + vec2(a.left, a.top);
    int column = int(p.x);
    float y = p.y;
    float low = a.columns.v[3 * column], high = a.columns.v[3 * column + 1], here = a.columns.v[3 * column + 2];
    float before = column > 0 ? a.columns.v[3 * column - 1] : NAN, after = column < a.width - 1 ? a.columns.v[3 * column + 5] : NAN;
    float alpha = 0.0;
    if (!isNan(low)) alpha = a.raw * cover(max(low - y, y - high), 0.5);
    if (!isNan(here))
    {
        float distance = abs(y - here);
        if (!isNan(before)) distance = min(distance, distanceTo(y, -1.0, before, here));
        if (!isNan(after)) distance = min(distance, distanceTo(y, 1.0, after, here));
        alpha = max(alpha, cover(distance, a.halfStroke));
    }
    vec4 color = unpackUnorm4x8(a.color);
    pixel = outputOf(vec4(color.rgb, 1.0) * (color.a * alpha));
}
