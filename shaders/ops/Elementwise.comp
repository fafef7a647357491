// y0, y1 = a fused program of primitives over x0..x5, element by element; inputs may be permuted or broadcast (elementwise.glsl).
// The output is [size0, size1, size2, size3] with n elements, n < 2^31; an invocation makes one of them a round, or a RUN.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "elementwise.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint AXES = 4;                   // of the output, the innermost; the others have size 1
layout(constant_id = 25) const uint RUN = 1;                    // neighbours that an invocation makes one by one; no halves if not 1

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

// Whether an input is the same all along the innermost axis, so that a run reads it once.
bool isHeld(uint access) { return RUN > 1u && needsCoordinates(access) && (access & 0x8000u) != 0u; }

uint heldInput(InWords x, uint access, uint first, uvec4 c, uvec4 size)
{
    if (!isHeld(access)) return 0u;
    return loadInput(x, access, first, c, size);
}

#define INPUT(x, access, held) (isHeld(access) ? held : loadInput(x, access, index, c, size))

// RUN neighbours along the innermost axis, whose size it divides.
void make(uint first)
{
    uvec4 c = uvec4(0), size = uvec4(a.size0, a.size1, a.size2, a.size3);
    if (needsCoordinates(ACCESS0) || needsCoordinates(ACCESS1) || needsCoordinates(ACCESS2)
        || needsCoordinates(ACCESS3) || needsCoordinates(ACCESS4) || needsCoordinates(ACCESS5))
        c = coordinateOf(first);
    uint held0 = heldInput(a.x0, ACCESS0, first, c, size), held1 = heldInput(a.x1, ACCESS1, first, c, size);
    uint held2 = heldInput(a.x2, ACCESS2, first, c, size), held3 = heldInput(a.x3, ACCESS3, first, c, size);
    uint held4 = heldInput(a.x4, ACCESS4, first, c, size), held5 = heldInput(a.x5, ACCESS5, first, c, size);
    uint index = first;
    [[dont_unroll]] do
    {
        r[0] = INPUT(a.x0, ACCESS0, held0);
        r[1] = INPUT(a.x1, ACCESS1, held1);
        r[2] = INPUT(a.x2, ACCESS2, held2);
        r[3] = INPUT(a.x3, ACCESS3, held3);
        r[4] = INPUT(a.x4, ACCESS4, held4);
        r[5] = INPUT(a.x5, ACCESS5, held5);
        r[6] = a.i0; r[7] = a.i1; r[8] = a.i2; r[9] = a.i3; r[10] = a.i4; r[11] = a.i5; r[12] = a.i6; r[13] = a.i7;
        runProgram(index, a.counters);
        storeOutputs(a.y0, a.y1, index, index + 1u == a.n);
        c.w++;
        index++;
    }
    while (index < first + RUN);
}

void main()
{
    if (RUN > 1u) { IN_ROUNDS(run, a.n / RUN) make(run * RUN); }
    else { FOR_ELEMENTS(index, a.n) make(index); }
}
