// Kernels over the last axis of [rows, cols]: MODE 0, one workgroup a row, whose lanes stride over the columns; MODE 1, one invocation a
// row, for few columns. Either way `for (uint i = FIRST; i < a.cols; i += STRIDE)` visits what an invocation owns of its ROW, and
// ROW_SUM, ROW_MAX make one value of what the owners found. ROW_TOTAL makes the sum over the row of a term of i, in runs (reduce.glsl).
#ifndef ROWS_GLSL
#define ROWS_GLSL
#include "tensor.glsl"
#include "reduce.glsl"

layout(constant_id = 24) const uint MODE = 0;

const bool WORKGROUP_A_ROW = MODE == 0u;

#define ROW (WORKGROUP_A_ROW ? LINEAR_GROUP : LINEAR_INDEX)
#define FIRST (WORKGROUP_A_ROW ? gl_LocalInvocationID.x : 0u)
#define STRIDE (WORKGROUP_A_ROW ? gl_WorkGroupSize.x : 1u)
#define ROW_SUM(value) (WORKGROUP_A_ROW ? WORKGROUP_SUM(value) : (value))
#define ROW_MAX(value) (WORKGROUP_A_ROW ? WORKGROUP_MAX(value) : (value))

#define ROW_TOTAL(total, TERM) \
    { \
        Sum owned = Sum(0.0, 0.0); \
        for (uint i = FIRST; i < a.cols;) \
        { \
            const uint end = i + min(a.cols - i, SUM_RUN * STRIDE); \
            float run = 0.0; \
            for (; i < end; i += STRIDE) run += TERM; \
            owned = plus(owned, run); \
        } \
        total = valueOf(owned); \
        total = ROW_SUM(total); \
    }
#endif
