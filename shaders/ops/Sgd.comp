// Stochastic gradient descent with momentum, I. Sutskever et al., "On the importance of initialization and momentum in deep learning",
// ICML 2013, as PyTorch has it (dampening 0). An invocation updates four neighbouring values a round, with any number of
// workgroups. All tensors start at multiples of 16 bytes. w2, m2 may be w, m.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint MOMENTUM = 0;               // 0: m and m2 are not touched
layout(constant_id = 25) const uint NESTEROV = 0;
layout(constant_id = 26) const uint VARIED = 0;                 // 1: settings are read, 0: they are nothing
layout(constant_id = 27) const uint SKIPPABLE = 0;              // 1: made is read, 0: it is nothing

layout(push_constant, std430) uniform Args
{
    In4 w, g, m;
    In rate, settings;                                          // settings: [n / 16, 2], a factor of the rate, and a weight decay
    In made;                                                    // 0 leaves all as it was
    Out4 w2, m2;
    uint n;
    float momentum, weightDecay;
} a;

void update(uint four, inout vec4 w, vec4 g, inout vec4 m)
{
    if (SKIPPABLE != 0u && a.made.v[0] == 0.0) return;
    float rate = a.rate.v[0], decay = a.weightDecay;
    if (VARIED != 0u)                                           // four values are of one parameter
    {
        rate *= a.settings.v[four / 4u * 2u];
        decay = a.settings.v[four / 4u * 2u + 1u];
    }
    g += decay * w;
    m = a.momentum * m + g;
    if (MOMENTUM != 0u) g = NESTEROV != 0u ? g + a.momentum * m : m;
    w -= rate * g;
}

void main()
{
    uint whole = a.n / 4u;
    IN_ROUNDS(four, whole)
    {
        vec4 w = a.w.v[four], m = MOMENTUM != 0u ? a.m.v[four] : vec4(0);
        update(four, w, a.g.v[four], m);
        a.w2.v[four] = w;
        if (MOMENTUM != 0u) a.m2.v[four] = m;
    }
    if (LINEAR_INDEX == 0u)                                     // the last one to three: what follows a tensor is not ours to write
        for (uint i = 0u; i < a.n % 4u; i++)
        {
            vec4 w = vec4(a.w.v[whole][i]), m = MOMENTUM != 0u ? vec4(a.m.v[whole][i]) : vec4(0);
            update(whole, w, vec4(a.g.v[whole][i]), m);
            a.w2.v[whole][i] = w.x;
            if (MOMENTUM != 0u) a.m2.v[whole][i] = m.x;
        }
}
