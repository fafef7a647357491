// y0, y1 = a fused program of primitives over x0..x5, element by element; inputs may be permuted or broadcast (elementwise.glsl).
// The output is [size0, size1, size2, size3] with n elements, n < 2^31; an invocation makes one of them a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "elementwise.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint AXES = 4;                   // of the output, the innermost; the others have size 1

layout(push_constant, std430) uniform Args
{
    InWords x0, x1, x2, x3, x4, x5;
    OutWords y0, y1;
    InWords counters;                                           // [0] seed, [1] clock of Random
    uint n, size0, size1, size2, size3;
    uint i0, i1, i2, i3, i4, i5, i6, i7;
} a;

bool needsCoordinates(uint access) { return (access & 3u) != 0u && (access & IDENTITY) == 0u; }

// A division an axis but the outermost.
uvec4 coordinateOf(uint index)
{
    uvec4 c = uvec4(0, 0, 0, index);
    if (AXES > 1u) { c.z = divide(c.w, a.size3); c.w -= c.z * a.size3; }
    if (AXES > 2u) { c.y = divide(c.z, a.size2); c.z -= c.y * a.size2; }
    if (AXES > 3u) { c.x = divide(c.y, a.size1); c.y -= c.x * a.size1; }
    return c;
}

void make(uint index)
{
    uvec4 c = uvec4(0), size = uvec4(a.size0, a.size1, a.size2, a.size3);
    if (needsCoordinates(ACCESS0) || needsCoordinates(ACCESS1) || needsCoordinates(ACCESS2)
        || needsCoordinates(ACCESS3) || needsCoordinates(ACCESS4) || needsCoordinates(ACCESS5))
        c = coordinateOf(index);
    r[0] = loadInput(a.x0, ACCESS0, index, c, size);
    r[1] = loadInput(a.x1, ACCESS1, index, c, size);
    r[2] = loadInput(a.x2, ACCESS2, index, c, size);
    r[3] = loadInput(a.x3, ACCESS3, index, c, size);
    r[4] = loadInput(a.x4, ACCESS4, index, c, size);
    r[5] = loadInput(a.x5, ACCESS5, index, c, size);
    r[6] = a.i0; r[7] = a.i1; r[8] = a.i2; r[9] = a.i3; r[10] = a.i4; r[11] = a.i5; r[12] = a.i6; r[13] = a.i7;
    runProgram(index, a.counters);
    storeOutputs(a.y0, a.y1, index, index + 1u == a.n);
}

void main()
{
    FOR_ELEMENTS(index, a.n) make(index);
}
