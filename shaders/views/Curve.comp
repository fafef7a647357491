// A tensor [N] as a curve: for each pixel column of a plot the least and the greatest value in it and its last, as pixels from the top.
// One invocation a column; between elements the curve is straight.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "element.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InWords x;
    Out columns;                                                // three floats a column: raw low, raw high, value at the column's centre
    uint first, count, width;
    float low, perUnit, bottom;                                 // pixel = bottom - (value - low) * perUnit
    uint logarithmic;
} a;

float pixelOf(float value) { return a.bottom - ((a.logarithmic != 0u ? log32(value) * 0.43429448 : value) - a.low) * a.perUnit; }

float valueAt(float place)
{
    uint i = uint(clamp(place, 0.0, float(a.count - 1u))), next = min(i + 1u, a.count - 1u);
    return mix(pixelOf(elementAt(a.x, a.first + i)), pixelOf(elementAt(a.x, a.first + next)), clamp(place - float(i), 0.0, 1.0));
}

void main()
{
    uint column = gl_GlobalInvocationID.x;
    if (column >= a.width) return;
    float step = float(a.count - 1u) / float(max(a.width, 2u) - 1u), place = float(column) * step;
    float from = place - 0.5 * step, to = place + 0.5 * step, value = valueAt(place);
    float least = min(valueAt(from), valueAt(to)), greatest = max(valueAt(from), valueAt(to));
    for (float i = ceil(max(from, 0.0)); i <= min(to, float(a.count - 1u)); i += 1.0)
    {
        float inside = pixelOf(elementAt(a.x, a.first + uint(i)));
        least = min(least, inside);
        greatest = max(greatest, inside);
    }
    a.columns.v[3u * column] = least;
    a.columns.v[3u * column + 1u] = greatest;
    a.columns.v[3u * column + 2u] = value;
}
