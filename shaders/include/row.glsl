// A row times a matrix, as GemmRow and RowChain both do it, so that they agree bit for bit: the workgroup makes COLUMNS columns at a time,
// its lanes split K among them in slices, each slice sums in four chains, so that an addition need not wait for the last one, and the
// slices are added up as a tree in shared memory. Local size a power of two, at most 256.
#ifndef ROW_GLSL
#define ROW_GLSL

layout(constant_id = 30) const uint COLUMNS = 64;               // a power of two that divides the local size

shared float partial[256];

#define SLICES (gl_WorkGroupSize.x / COLUMNS)
#define SLICE (gl_LocalInvocationID.x / COLUMNS)

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

// total = the sum of ROW(k) * MATRIX(k) over k < K, in the lanes of slice 0.
#define SUM_ROW(total, K, ROW, MATRIX) \
    { \
        const uint s = SLICES; \
        uint k = SLICE; \
        vec4 sum = vec4(0); \
        for (; k + 3u * s < K; k += 4u * s) \
        { \
            vec4 b = vec4(MATRIX(k), MATRIX(k + s), MATRIX(k + 2u * s), MATRIX(k + 3u * s)); \
            sum += vec4(ROW(k), ROW(k + s), ROW(k + 2u * s), ROW(k + 3u * s)) * b; \
        } \
        for (; k < K; k += s) sum.x += ROW(k) * MATRIX(k); \
        total = addSlices(sum.x + sum.y + (sum.z + sum.w), gl_WorkGroupSize.x); \
    }
#endif
