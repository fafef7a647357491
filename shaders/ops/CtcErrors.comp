// How many labels must be put in, left out or changed to make of what a path of classes says what is to be said (Levenshtein 1966): one
// invocation a sequence, which goes along the path and carries the distances from all beginnings of the labels.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint HAS_LENGTHS = 0;

layout(push_constant, std430) uniform Args
{
    InInt path;                                                 // [sequences, steps]
    InInt labels;                                               // [sequences, most labels], below 0 behind the last
    InInt lengths;                                              // [sequences]
    Out errors;                                                 // [sequences]
    InOut distance;                                             // [sequences, most labels + 1]
    uint sequences, steps, mostLabels, blank;
} a;

void main()
{
    uint sequence = LINEAR_INDEX;
    if (sequence >= a.sequences) return;
    uint count = 0u, length = HAS_LENGTHS == 0u ? a.steps : uint(clamp(a.lengths.v[sequence], 0, int(a.steps)));
    uint first = sequence * a.mostLabels, row = sequence * (a.mostLabels + 1u);
    for (uint i = 0u; i < a.mostLabels; i++) count += a.labels.v[first + i] >= 0 ? 1u : 0u;
    for (uint i = 0u; i <= a.mostLabels; i++) a.distance.v[row + i] = float(i);
    int before = int(a.blank);
    for (uint t = 0u; t < length; t++)
    {
        int said = a.path.v[sequence * a.steps + t];
        bool isNew = said != int(a.blank) && said != before;
        before = said;
        if (!isNew) continue;
        float left = a.distance.v[row], diagonal = left;
        left += 1.0;
        a.distance.v[row] = left;
        for (uint i = 0u; i < a.mostLabels; i++)
        {
            float above = a.distance.v[row + i + 1u];
            left = min(min(above, left) + 1.0, diagonal + (a.labels.v[first + i] == said ? 0.0 : 1.0));
            diagonal = above;
            a.distance.v[row + i + 1u] = left;
        }
    }
    a.errors.v[sequence] = a.distance.v[row + count];
}
