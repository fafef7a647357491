// Sequential minimal optimisation (Platt 1998) of support vector machines that tell classes apart two by two: of each pair up to `most`
// steps, each of the two items that second-order information chooses (Fan, Chen and Lin 2005, WSS 2), among those whose kernel rows are
// held. One workgroup solves one pair, whose items lie in two runs; each of its lanes owns every size-th of them and alone touches what
// is theirs. Signed coefficients: a step adds to that of i what it takes from that of j. Local size a power of two, at most 256.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InOut v, g;                                                 // [pairs, items]: coefficients, and what they make of each item
    InInt start;                                                // [classes + 1]: the first item of each class
    InInt slot;                                                 // [items]: where an item's kernel row is held; below 0: nowhere
    In gap;                                                     // [pairs]
    In cost;                                                    // []: C
    Out steps;                                                  // [pairs]
    In k0, k1, k2, k3;                                          // [partRows, items] each, but that the last may be shorter
    uint pairs, classes, items, partRows, most;
    float tolerance;
} a;

const float LEAST_CURVATURE = 1e-12;
const uint NONE = 0xFFFFFFFFu;

// The value of greatest score, of equals that which comes first.
struct Best { float score; uint at; };

shared float scores[256];
shared uint places[256];
shared float lows[256];
shared float told[3];

bool isBetter(float score, uint at, Best than) { return score > than.score || (score == than.score && at < than.at); }

Best bestOf(Best own, float low, uint size)
{
    uint lane = gl_LocalInvocationID.x;
    barrier();
    scores[lane] = own.score;
    places[lane] = own.at;
    lows[lane] = low;
    for (uint width = size >> 1; width > 0u; width >>= 1)
    {
        barrier();
        if (lane < width)
        {
            if (isBetter(scores[lane + width], places[lane + width], Best(scores[lane], places[lane])))
            {
                scores[lane] = scores[lane + width];
                places[lane] = places[lane + width];
            }
            lows[lane] = min(lows[lane], lows[lane + width]);
        }
    }
    barrier();
    return Best(scores[0], places[0]);
}

struct Row { In part; uint start; };

Row rowOf(uint item)
{
    uint slot = uint(a.slot.v[item]), part = slot / a.partRows;
    uvec2 at = part < 2u ? (part == 0u ? uvec2(a.k0) : uvec2(a.k1)) : (part == 2u ? uvec2(a.k2) : uvec2(a.k3));
    return Row(In(at), (slot - part * a.partRows) * a.items);
}

// Of the pair: items, those of its first class, and what is to be added to a number of either run to have the item.
struct Pair { uint base, count, firsts, toFirst, toSecond; };

Pair pairOf(uint pair)
{
    uint first = 0u, rest = pair;
    for (; rest >= a.classes - 1u - first; first++) rest -= a.classes - 1u - first;
    uint second = first + 1u + rest;
    uint a0 = uint(a.start.v[first]), firsts = uint(a.start.v[first + 1u]) - a0;
    uint b0 = uint(a.start.v[second]), seconds = uint(a.start.v[second + 1u]) - b0;
    return Pair(pair * a.items, firsts + seconds, firsts, a0, b0 - firsts);
}

uint itemOf(Pair pair, uint t) { return t + (t < pair.firsts ? pair.toFirst : pair.toSecond); }

void main()
{
    const uint number = LINEAR_GROUP, lane = gl_LocalInvocationID.x, size = gl_WorkGroupSize.x;
    if (number >= a.pairs) return;                              // the whole workgroup, as below
    const float before = a.gap.v[number];
    if (!(before >= a.tolerance))
    {
        if (lane == 0u) a.steps.v[number] = 0.0;
        return;
    }
    const float enough = max(0.5 * a.tolerance, 0.1 * before);  // what lies beyond the rows held is worth more than the last digits
    const float cost = a.cost.v[0];
    const Pair pair = pairOf(number);
    Best up = Best(-INFINITY, NONE);
    for (uint t = lane; t < pair.count; t += size)
    {
        uint item = itemOf(pair, t);
        float sign = t < pair.firsts ? 1.0 : -1.0, v = a.v.v[pair.base + item], f = sign - a.g.v[pair.base + item];
        if (a.slot.v[item] >= 0 && v < (sign > 0.0 ? cost : 0.0) && f > up.score) up = Best(f, t);
    }
    up = bestOf(up, 0.0, size);
    uint done = 0u;
    for (; done < a.most && up.at != NONE; done++)
    {
        const uint itemI = itemOf(pair, up.at);
        Row rowI = rowOf(itemI);
        Best down = Best(-INFINITY, NONE);
        float low = INFINITY;
        for (uint t = lane; t < pair.count; t += size)
        {
            uint item = itemOf(pair, t);
            float sign = t < pair.firsts ? 1.0 : -1.0, v = a.v.v[pair.base + item], f = sign - a.g.v[pair.base + item];
            float b = up.score - f, curvature = max(2.0 - 2.0 * rowI.part.v[rowI.start + item], LEAST_CURVATURE), gain = b * b / curvature;
            bool isLow = a.slot.v[item] >= 0 && v > (sign > 0.0 ? 0.0 : -cost);
            low = isLow ? min(low, f) : low;
            if (isLow && b > 0.0 && gain > down.score) down = Best(gain, t);
        }
        down = bestOf(down, low, size);
        if (!(up.score - lows[0] > enough) || down.at == NONE) break;
        const uint itemJ = itemOf(pair, down.at);
        Row rowJ = rowOf(itemJ);
        if (up.at % size == lane) told[0] = a.v.v[pair.base + itemI];
        if (down.at % size == lane)
        {
            told[1] = a.v.v[pair.base + itemJ];
            told[2] = (down.at < pair.firsts ? 1.0 : -1.0) - a.g.v[pair.base + itemJ];
        }
        barrier();
        const float vI = told[0], vJ = told[1];
        const float highest = up.at < pair.firsts ? cost : 0.0, lowest = down.at < pair.firsts ? 0.0 : -cost;
        const float curvature = max(2.0 - 2.0 * rowI.part.v[rowI.start + itemJ], LEAST_CURVATURE);
        const float most = min(highest - vI, vJ - lowest), step = min((up.score - told[2]) / curvature, most);
        if (up.at % size == lane) a.v.v[pair.base + itemI] = step == highest - vI ? highest : vI + step;
        if (down.at % size == lane) a.v.v[pair.base + itemJ] = step == vJ - lowest ? lowest : vJ - step;
        up = Best(-INFINITY, NONE);
        for (uint t = lane; t < pair.count; t += size)
        {
            uint item = itemOf(pair, t);
            float sign = t < pair.firsts ? 1.0 : -1.0, v = a.v.v[pair.base + item];
            precise float g = a.g.v[pair.base + item] + step * (rowI.part.v[rowI.start + item] - rowJ.part.v[rowJ.start + item]);
            a.g.v[pair.base + item] = g;
            float f = sign - g;
            if (a.slot.v[item] >= 0 && v < (sign > 0.0 ? cost : 0.0) && f > up.score) up = Best(f, t);
        }
        up = bestOf(up, 0.0, size);
    }
    if (lane == 0u) a.steps.v[number] = float(done);
}
