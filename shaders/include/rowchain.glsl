// The body of RowChain and RowChainPairs: one row through up to three matrices, each with a bias and a program (elementwise.glsl) on the
// sums: a small network's answer to one input, in one dispatch of one workgroup. x[K] -> y0[N0] -> y1[N1] -> y2[N2], at most WIDEST each.
// Of the one program each layer keeps another result: r[0] is its sum, r[1] its bias. The sums are the row kernels' (row.glsl).
#include "elementwise.glsl"
#include "row.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 32) const uint LAYERS = 3;
layout(constant_id = 33) const uint STORED = 7;                 // bit i: something else reads layer i's output
layout(constant_id = 34) const uint RESULT0 = 0;                // the register that is layer i's output
layout(constant_id = 35) const uint RESULT1 = 0;
layout(constant_id = 36) const uint RESULT2 = 0;
layout(constant_id = 37) const uint BIAS = 1;                   // 0: the layers have none

layout(push_constant, std430) uniform Args
{
    In x;
    In w0, w1, w2;                                              // [K, N0], [N0, N1], [N1, N2]
    InWords b0, b1, b2;
    OutWords y0, y1, y2;
    uint K, N0, N1, N2;
    uint i0, i1, i2, i3, i4, i5, i6, i7;
} a;

const uint WIDEST = 1024u;

shared float rows[2u * WIDEST];                                 // a layer reads one half and writes the other

#define ROW(k) rows[from + (k)]
#ifdef PAIRS
#define MATRIX(k) loadFour(w, (k) * N, n, N, (WIDE >> i & 1u) != 0u)
#else
#define MATRIX(k) w.v[(k) * N + min(n, N - 1u)]
#endif

#define OF(i, x0, x1, x2) (i == 0u ? x0 : i == 1u ? x1 : x2)
#define ADDRESS_OF(i, x0, x1, x2) OF(i, uvec2(x0), uvec2(x1), uvec2(x2))

// Called in one place, in a loop that is not unrolled: each call is a copy.
uint programOn(float sum, uint bias, uint index, uint i)
{
    r[0] = floatBitsToUint(sum);
    r[1] = bias;
    r[2] = 0u; r[3] = 0u; r[4] = 0u; r[5] = 0u;
    r[6] = a.i0; r[7] = a.i1; r[8] = a.i2; r[9] = a.i3; r[10] = a.i4; r[11] = a.i5; r[12] = a.i6; r[13] = a.i7;
    runProgram(index, a.b0);                                    // in place of the counters: no program here draws random numbers
    return OF(i, r[RESULT0], r[RESULT1], r[RESULT2]);
}

void main()
{
    for (uint k = gl_LocalInvocationID.x; k < a.K; k += gl_WorkGroupSize.x) rows[k] = a.x.v[k];
    uint K = a.K;
    [[dont_unroll]] for (uint i = 0u; i < LAYERS; i++)
    {
        In w = In(ADDRESS_OF(i, a.w0, a.w1, a.w2));
        InWords bias = InWords(ADDRESS_OF(i, a.b0, a.b1, a.b2));
        OutWords y = OutWords(ADDRESS_OF(i, a.y0, a.y1, a.y2));
        const uint N = OF(i, a.N0, a.N1, a.N2), from = (i & 1u) * WIDEST, to = WIDEST - from;
        barrier();                                              // the layer before has written
        [[dont_unroll]] for (uint first = 0u; first < N; first += COLUMNS)
        {
            uint n = first + OWN_COLUMN;
            SUMS total;
            SUM_ROW(total, K, ROW, MATRIX)
            [[dont_unroll]] for (uint end = SLICE == 0u ? min(n + OWN, N) : 0u, c = n; c < end; c++)
            {
                uint value = programOn(SUM_OF(total, c - n), BIAS != 0u ? bias.v[c] : 0u, c, i);
                rows[to + c] = uintBitsToFloat(value);
                if ((STORED >> i & 1u) != 0u) y.v[c] = value;
            }
        }
        K = N;
    }
}
