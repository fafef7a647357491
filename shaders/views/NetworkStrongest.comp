// Of the inputs that share a place at the left of a unit's lines, the one whose weight is largest: a place and a unit an invocation. Of
// very many inputs only these have lines.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "element.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InWords x;                                                  // [inputs, outputs]
    OutWords strongest;                                         // [places, outputs]: numbers of inputs
    uint first;
    int inputs, outputs, places, group;                         // group: inputs of a place, the last may have fewer
} a;

void main()
{
    int at = int(LINEAR_INDEX), place = int(divide(uint(at), uint(a.outputs))), to = at - place * a.outputs;
    if (place >= a.places) return;
    int begin = place * a.group, end = min(begin + a.group, a.inputs), best = begin;
    float most = -1.0;
    for (int from = begin; from < end; from++)
    {
        float size = abs(elementAt(a.x, a.first + uint(from * a.outputs + to)));
        best = size > most ? from : best;
        most = max(most, size);
    }
    a.strongest.v[at] = uint(best);
}
