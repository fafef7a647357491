// Adam: D. Kingma and J. Ba, ICLR 2015, algorithm 1; AdamW: I. Loshchilov and F. Hutter, ICLR 2019, algorithm 2 (decay scaled by the
// rate, as PyTorch has it). An invocation updates four neighbouring values a round, with any number of workgroups; n / 16
// invocations or fewer spread the cost of the bias corrections. All tensors start at multiples of 16 bytes. w2, m2, v2 may be w, m, v.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint DECOUPLED = 0;              // 1: AdamW; 0: decay is added to the gradient
layout(constant_id = 25) const uint VARIED = 0;                 // 1: settings are read, 0: they are nothing
layout(constant_id = 26) const uint SKIPPABLE = 0;              // 1: made and skipped are read, 0: they are nothing

layout(push_constant, std430) uniform Args
{
    In4 w, g, m, v;
    In rate, settings;                                          // settings: [n / 16, 2], a factor of the rate, and a weight decay
    In made, skipped;                                           // made: 0 leaves all as it was; skipped: how often that was
    InWords counters;                                           // [stepSlot]: steps taken before this recording's
    Out4 w2, m2, v2;
    uint n, stepSlot, stepOffset;                               // stepOffset: which of the recording's steps this is, from 1
    float beta1, beta2, epsilon, weightDecay;
} a;

// 1 - beta^t, as small as 1 - beta at first: by the difference it would lose all but a few bits.
float correction(float beta, float t) { return -expm1(t * log32(beta)); }

// rate / (1 - beta1^t), sqrt(1 - beta2^t), what AdamW's decay leaves of w, weight decay
struct Scales { float step, root, keep, decay; };

Scales scalesNow()
{
    float rate = a.rate.v[0], t = float(a.counters.v[a.stepSlot] + a.stepOffset);
    if (SKIPPABLE != 0u) t -= a.skipped.v[0];
    return Scales(rate / correction(a.beta1, t), sqrt(correction(a.beta2, t)), 1.0 - rate * a.weightDecay, a.weightDecay);
}

// Those of four values, which are of one parameter.
Scales scalesOf(uint four, Scales all)
{
    if (VARIED == 0u) return all;
    float factor = a.settings.v[four / 4u * 2u], decay = a.settings.v[four / 4u * 2u + 1u];
    return Scales(all.step * factor, all.root, 1.0 - a.rate.v[0] * factor * decay, decay);
}

void update(Scales scales, inout vec4 w, vec4 g, inout vec4 m, inout vec4 v)
{
    if (SKIPPABLE != 0u && a.made.v[0] == 0.0) return;
    if (DECOUPLED != 0u) w *= scales.keep;
    else g += scales.decay * w;
    m = a.beta1 * m + (1.0 - a.beta1) * g;
    v = a.beta2 * v + (1.0 - a.beta2) * g * g;
    w -= scales.step * m / (sqrt(v) / scales.root + a.epsilon);
}

void main()
{
    Scales scales = scalesNow();
    uint whole = a.n / 4u;
    IN_ROUNDS(four, whole)
    {
        vec4 w = a.w.v[four], m = a.m.v[four], v = a.v.v[four];
        update(scalesOf(four, scales), w, a.g.v[four], m, v);
        a.w2.v[four] = w;
        a.m2.v[four] = m;
        a.v2.v[four] = v;
    }
    if (LINEAR_INDEX == 0u)                                     // the last one to three: what follows a tensor is not ours to write
        for (uint i = 0u; i < a.n % 4u; i++)
        {
            vec4 w = vec4(a.w.v[whole][i]), m = vec4(a.m.v[whole][i]), v = vec4(a.v.v[whole][i]);
            update(scalesOf(whole, scales), w, vec4(a.g.v[whole][i]), m, v);
            a.w2.v[whole][i] = w.x;
            a.m2.v[whole][i] = m.x;
            a.v2.v[whole][i] = v.x;
        }
}
