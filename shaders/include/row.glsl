// A row times a matrix, as the row kernels do it, so that they agree bit for bit: each sum is made in four chains, so that an addition
// need not wait for the last one. The workgroup makes COLUMNS columns at a time and its lanes split K among them in slices, which are
// added up as a tree in shared memory. Local size a power of two, at most 256.
// With PAIRS defined, for CPU drivers: the workgroup is one subgroup, there is one slice, a lane makes four neighbouring columns, whose
// 64-bit loads bring two floats, and the row is loaded by lane and broadcast.
#ifndef ROW_GLSL
#define ROW_GLSL

layout(constant_id = 30) const uint COLUMNS = 64;               // a power of two; the local size is a multiple, with PAIRS a quarter of it

#ifdef PAIRS
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#extension GL_KHR_shader_subgroup_ballot : require
layout(constant_id = 31) const uint WIDE = 0;                   // bit i: rows of (the i-th) matrix have even length, it starts at 8 bytes
layout(buffer_reference, std430, buffer_reference_align = 8) readonly buffer Pairs { uint64_t v[]; };

#define SUMS vec4
const uint OWN = 4u;                                            // columns that a lane makes
#define SLICES 1u
#define SLICE 0u
#define ADD_SLICES(sum) (sum)
#define SUM_OF(sums, q) sums[q]
#define SUM_BY_SUBGROUP(K, ROW, MATRIX) \
    for (; k + gl_WorkGroupSize.x <= K; k += gl_WorkGroupSize.x) \
    { \
        float own = ROW(k + gl_SubgroupInvocationID); \
        [[unroll]] for (uint q = 0u; q < gl_WorkGroupSize.x; q += 4u) \
        { \
            SUMS b0 = MATRIX(k + q), b1 = MATRIX(k + q + 1u), b2 = MATRIX(k + q + 2u), b3 = MATRIX(k + q + 3u); \
            s0 += subgroupBroadcast(own, q) * b0; \
            s1 += subgroupBroadcast(own, q + 1u) * b1; \
            s2 += subgroupBroadcast(own, q + 2u) * b2; \
            s3 += subgroupBroadcast(own, q + 3u) * b3; \
        } \
    }

vec4 loadFour(In x, uint row, uint column, uint N, bool wide)
{
    uvec4 n = min(column + uvec4(0, 1, 2, 3), N - 1u) + row;
    if (!wide) return vec4(x.v[n.x], x.v[n.y], x.v[n.z], x.v[n.w]);
    Pairs pairs = Pairs(x);                                     // N is even, so a pair lies in the row as a whole or is not needed
    return vec4(uintBitsToFloat(unpackUint2x32(pairs.v[n.x >> 1])), uintBitsToFloat(unpackUint2x32(pairs.v[n.z >> 1])));
}
#else
shared float partial[256];

#define SUMS float
const uint OWN = 1u;
#define SLICES (gl_WorkGroupSize.x / COLUMNS)
#define SLICE (gl_LocalInvocationID.x / COLUMNS)
#define ADD_SLICES(sum) addSlices(sum, gl_WorkGroupSize.x)
#define SUM_OF(sums, q) sums
#define SUM_BY_SUBGROUP(K, ROW, MATRIX)

float addSlices(float x, uint lanes)
{
    if (lanes == COLUMNS) return x;
    uint lane = gl_LocalInvocationID.x;
    barrier();                                                  // the call before may still be reading
    partial[lane] = x;
    for (uint width = lanes >> 1; width >= COLUMNS; width >>= 1)
    {
        barrier();
        if (lane < width) partial[lane] += partial[lane + width];
    }
    return partial[lane];                                       // lanes below COLUMNS hold what they wrote themselves
}
#endif

// The first of the columns that a lane makes, among the COLUMNS of its workgroup.
#define OWN_COLUMN (gl_LocalInvocationID.x * OWN % COLUMNS)

// total = the sum of ROW(k) * MATRIX(k) over k < K, in the lanes of slice 0; MATRIX(k) gives a lane's own columns.
#define SUM_ROW(total, K, ROW, MATRIX) \
    { \
        const uint s = SLICES; \
        SUMS s0 = SUMS(0), s1 = SUMS(0), s2 = SUMS(0), s3 = SUMS(0); \
        uint k = SLICE; \
        SUM_BY_SUBGROUP(K, ROW, MATRIX) \
        for (; k + 3u * s < K; k += 4u * s) \
        { \
            SUMS b0 = MATRIX(k), b1 = MATRIX(k + s), b2 = MATRIX(k + 2u * s), b3 = MATRIX(k + 3u * s); \
            s0 += ROW(k) * b0; \
            s1 += ROW(k + s) * b1; \
            s2 += ROW(k + 2u * s) * b2; \
            s3 += ROW(k + 3u * s) * b3; \
        } \
        for (; k < K; k += s) s0 += ROW(k) * MATRIX(k); \
        total = ADD_SLICES(s0 + s1 + (s2 + s3)); \
    }
#endif
