// Connectionist temporal classification (Graves et al. 2006, section 4.1) in logarithms: how probable it is that the steps of a sequence
// say its labels, by whatever alignment, and how probable each class is at each step if they do. One workgroup walks a sequence there and
// back; each of its lanes owns every size-th state, which are a blank, a label, a blank ... At most MOST states.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint HAS_LENGTHS = 0;

layout(push_constant, std430) uniform Args
{
    In x;                                                       // [sequences, steps, classes]: logarithms of probabilities
    InInt labels;                                               // [sequences, most labels], below 0 behind the last
    InInt lengths;                                              // [sequences]
    Out loss;                                                   // [sequences]
    Out posterior;                                              // [sequences, steps, classes]
    InOut alpha;                                                // [sequences, steps, states]; a lane reads what it wrote
    uint sequences, steps, classes, mostLabels, blank;
    float impossible;                                           // the loss where there is no alignment
} a;

const uint MOST = 1024u;
const float NEVER = -1e30;

shared float here[2][MOST];

float logSum(float a, float b, float c)
{
    float most = max(a, max(b, c));
    precise float sum = exp32(a - most) + exp32(b - most) + exp32(c - most);
    return log32(sum) + most;
}

int labelAt(uint sequence, uint state) { return (state & 1u) == 0u ? int(a.blank) : a.labels.v[sequence * a.mostLabels + (state >> 1)]; }

// A blank may be left out between labels that differ.
bool isSkipped(uint sequence, uint to) { return (to & 1u) == 1u && to >= 3u && labelAt(sequence, to) != labelAt(sequence, to - 2u); }

float emitted(uint sequence, uint step, uint state)
{
    int label = labelAt(sequence, state);
    if (label >= int(a.classes)) return NEVER;
    return a.x.v[(sequence * a.steps + step) * a.classes + (label < 0 ? a.blank : uint(label))];
}

void main()
{
    uint sequence = LINEAR_GROUP, lane = gl_LocalInvocationID.x, size = gl_WorkGroupSize.x, states = 2u * a.mostLabels + 1u;
    if (sequence >= a.sequences) return;
    uint count = 0u, length = HAS_LENGTHS == 0u ? a.steps : uint(clamp(a.lengths.v[sequence], 0, int(a.steps)));
    for (uint i = 0u; i < a.mostLabels; i++) count += a.labels.v[sequence * a.mostLabels + i] >= 0 ? 1u : 0u;

    uint turn = 0u;
    for (uint s = lane; s < states; s += size) here[0][s] = s == 0u ? 0.0 : NEVER;
    for (uint t = 0u; t < a.steps; t++)
    {
        barrier();
        for (uint s = lane; s < states; s += size)
        {
            float stay = here[turn][s], next = s >= 1u ? here[turn][s - 1u] : NEVER;
            float skip = isSkipped(sequence, s) ? here[turn][s - 2u] : NEVER;
            float now = t < length ? logSum(stay, next, skip) + emitted(sequence, t, s) : stay;
            here[1u - turn][s] = now;
            a.alpha.v[(sequence * a.steps + t) * states + s] = now;
        }
        turn = 1u - turn;
    }
    barrier();

    uint end = 2u * count;
    float total = logSum(here[turn][end], count > 0u ? here[turn][end - 1u] : NEVER, NEVER);
    bool isPossible = total > 0.5 * NEVER;
    if (lane == 0u) a.loss.v[sequence] = isPossible ? -total : a.impossible;
    barrier();

    // From here on here[0] is what follows a state, and here[1] what is emitted there and follows, then how probable the state is.
    for (uint s = lane; s < states; s += size) here[0][s] = s == end || (count > 0u && s == end - 1u) ? 0.0 : NEVER;
    for (uint back = 0u; back < a.steps; back++)
    {
        uint t = a.steps - 1u - back;
        barrier();
        for (uint s = lane; s < states; s += size)
            here[1][s] = isPossible && t < length ? exp32(a.alpha.v[(sequence * a.steps + t) * states + s] + here[0][s] - total) : 0.0;
        barrier();
        for (uint c = lane; c < a.classes; c += size)
        {
            float sum = 0.0;
            for (uint s = 0u; s < states; s++) sum += labelAt(sequence, s) == int(c) ? here[1][s] : 0.0;
            a.posterior.v[(sequence * a.steps + t) * a.classes + c] = sum;
        }
        if (t >= length) continue;                              // the whole workgroup
        barrier();
        for (uint s = lane; s < states; s += size) here[1][s] = here[0][s] + emitted(sequence, t, s);
        barrier();
        for (uint s = lane; s < states; s += size)
            here[0][s] = logSum(here[1][s], s + 1u < states ? here[1][s + 1u] : NEVER,
                s + 2u < states && isSkipped(sequence, s + 2u) ? here[1][s + 2u] : NEVER);
    }
}
