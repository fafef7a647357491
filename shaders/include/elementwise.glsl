// A fused program of at most 16 primitive steps, given as specialisation constants: a new activation needs no shader.
// Registers are bits: r[0..5] the inputs, r[6..13] the immediates i0..i7, r[14..29] the steps' results.
// STEP is operation | a << 8 | b << 14 | c << 20 (operation 0: no step). All arithmetic is `precise`: fused and unfused agree bit for bit.
#ifndef ELEMENTWISE_GLSL
#define ELEMENTWISE_GLSL
#include "tensor.glsl"
#include "math.glsl"
#include "random.glsl"
#include "half.glsl"

layout(constant_id = 1) const uint STEP0 = 0;
layout(constant_id = 2) const uint STEP1 = 0;
layout(constant_id = 3) const uint STEP2 = 0;
layout(constant_id = 4) const uint STEP3 = 0;
layout(constant_id = 5) const uint STEP4 = 0;
layout(constant_id = 6) const uint STEP5 = 0;
layout(constant_id = 7) const uint STEP6 = 0;
layout(constant_id = 8) const uint STEP7 = 0;
layout(constant_id = 9) const uint STEP8 = 0;
layout(constant_id = 10) const uint STEP9 = 0;
layout(constant_id = 11) const uint STEP10 = 0;
layout(constant_id = 12) const uint STEP11 = 0;
layout(constant_id = 13) const uint STEP12 = 0;
layout(constant_id = 14) const uint STEP13 = 0;
layout(constant_id = 15) const uint STEP14 = 0;
layout(constant_id = 16) const uint STEP15 = 0;
// How input x is read. Bits 0-1: 0 unused, 1 32-bit words, 2 bytes and 3 halves (their value as a float); bit 2: element index = output
// index; bits 4-11: the input's axes, outermost first, as output axes, two bits each; bits 12-15: output axes of size 1 in the input.
layout(constant_id = 17) const uint ACCESS0 = 0;
layout(constant_id = 18) const uint ACCESS1 = 0;
layout(constant_id = 19) const uint ACCESS2 = 0;
layout(constant_id = 20) const uint ACCESS3 = 0;
layout(constant_id = 21) const uint ACCESS4 = 0;
layout(constant_id = 22) const uint ACCESS5 = 0;
// Bits 0-5: the register stored in y0; bits 8-13: in y1; bit 14: y1 is stored; bit 15: y0 is not; bit 6: y0 is halves; bit 16: y1 is.
layout(constant_id = 23) const uint OUTPUT = 0;

const bool HALF0 = (OUTPUT & 0x40u) != 0u, HALF1 = (OUTPUT & 0x10000u) != 0u;

const uint IDENTITY = 4u;

uint r[30];

// One storage axis: `axis` is the output axis it follows, `stride` grows from the innermost axis outwards.
void addAxis(uint access, uint axis, uvec4 coordinate, uvec4 size, inout uint element, inout uint stride)
{
    if ((access >> (12u + axis) & 1u) != 0u) return;
    element += coordinate[axis] * stride;
    stride *= size[axis];
}

uint elementOf(uint access, uint index, uvec4 coordinate, uvec4 size)
{
    if ((access & IDENTITY) != 0u) return index;
    uint element = 0u, stride = 1u;
    addAxis(access, access >> 10 & 3u, coordinate, size, element, stride);
    addAxis(access, access >> 8 & 3u, coordinate, size, element, stride);
    addAxis(access, access >> 6 & 3u, coordinate, size, element, stride);
    addAxis(access, access >> 4 & 3u, coordinate, size, element, stride);
    return element;
}

uint loadInput(InWords x, uint access, uint index, uvec4 coordinate, uvec4 size)
{
    if ((access & 3u) == 0u) return 0u;
    uint element = elementOf(access, index, coordinate, size);
    if ((access & 3u) == 1u) return x.v[element];
    if ((access & 3u) == 2u) return floatBitsToUint(float(byteOf(x.v[element >> 2], element)));
    return floatBitsToUint(halfOf(x.v[element >> 1], element));
}

const uint ADD = 1u, MUL = 2u, DIV = 3u, MAX = 4u, LESS = 5u, EQUAL = 6u, WHERE = 7u, EXP = 8u, LOG = 9u, SQRT = 10u, SIN = 11u,
    TANH = 12u, ERF = 13u, FLOOR = 14u, SUB = 15u, TO_INT = 16u, TO_FLOAT = 17u, IOTA = 18u, RANDOM = 19u, ADD_INT = 20u,
    MUL_INT = 21u, DIV_INT = 22u, MAX_INT = 23u, LESS_INT = 24u, EQUAL_INT = 25u, COPY = 26u, TO_HALF = 27u, SIGMOID = 28u,
    NORMAL_CDF = 29u, SUB_INT = 30u;
const uint LOG1P = 40u, EXPM1 = 41u, POW = 42u;

uint bitsOf(bool x) { return x ? floatBitsToUint(1.0) : 0u; }

uint evaluate(uint operation, uint a, uint b, uint c, uint index, InWords counters)
{
    float x = uintBitsToFloat(a), y = uintBitsToFloat(b);
    precise float z = 0.0;
    switch (operation)
    {
        case ADD: z = x + y; break;
        case SUB: z = x - y; break;
        case MUL: z = x * y; break;
        case DIV: z = x / y; break;
        case MAX: z = maxNan(x, y); break;
        case LESS: return bitsOf(x < y);
        case EQUAL: return bitsOf(x == y);
        case WHERE: return x != 0.0 ? b : c;
        case EXP: z = exp32(x); break;
        case LOG: z = log32(x); break;
        case SQRT: z = sqrt(x); break;
        case SIN: z = sin32(x); break;
        case TANH: z = tanh32(x); break;
        case ERF: z = erf32(x); break;
        case FLOOR: z = floor(x); break;
        case TO_INT: return uint(int(x));
        case TO_FLOAT: z = float(int(a)); break;
        case IOTA: return index;
        case RANDOM: z = uniformRandom(counters.v[0], a, counters.v[1], index); break;
        case ADD_INT: return a + b;
        case SUB_INT: return a - b;
        case MUL_INT: return a * b;
        case DIV_INT: return b == 0u ? 0u : uint(int(a) / int(b));
        case MAX_INT: return uint(max(int(a), int(b)));
        case LESS_INT: return bitsOf(int(a) < int(b));
        case EQUAL_INT: return bitsOf(a == b);
        case COPY: return a;
        case SIGMOID: z = sigmoid32(x); break;
        case NORMAL_CDF: z = normalCdf32(x); break;
        case TO_HALF: z = halfOf(halfBits(a), 0u); break;
        case LOG1P: z = log1p32(x); break;
        case EXPM1: z = expm1(x); break;
        case POW: z = pow32(x, y); break;
    }
    return floatBitsToUint(z);
}

#define RUN(STEP, result) \
    if ((STEP & 0xFFu) != 0u) \
        r[result] = evaluate(STEP & 0xFFu, r[STEP >> 8 & 63u], r[STEP >> 14 & 63u], r[STEP >> 20 & 63u], index, counters);

// Written out step by step, so that register numbers are constants and the compiler keeps r[] in machine registers.
void runProgram(uint index, InWords counters)
{
    RUN(STEP0, 14) RUN(STEP1, 15) RUN(STEP2, 16) RUN(STEP3, 17) RUN(STEP4, 18) RUN(STEP5, 19) RUN(STEP6, 20) RUN(STEP7, 21)
    RUN(STEP8, 22) RUN(STEP9, 23) RUN(STEP10, 24) RUN(STEP11, 25) RUN(STEP12, 26) RUN(STEP13, 27) RUN(STEP14, 28) RUN(STEP15, 29)
}

uvec2 held;                                                     // the halves that wait for the ones beside them

void store(OutWords y, uint index, uint value, bool isHalf, bool isLast, inout uint before)
{
    if (!isHalf) { y.v[index] = value; return; }
    uint bits = halfBits(value);
    if ((index & 1u) != 0u) y.v[index >> 1] = before | bits << 16;
    else if (isLast) y.v[index >> 1] = bits;
    else before = bits;
}

// Halves go out as words, so that no device need store 16 bits: whoever makes an even element makes the next one after it.
void storeOutputs(OutWords y0, OutWords y1, uint index, bool isLast)
{
    if ((OUTPUT & 0x8000u) == 0u) store(y0, index, r[OUTPUT & 63u], HALF0, isLast, held.x);
    if ((OUTPUT & 0x4000u) != 0u) store(y1, index, r[OUTPUT >> 8 & 63u], HALF1, isLast, held.y);
}

// The elements that one of `all` invocations makes: each all-th, or of halves two neighbours, one after the other.
const bool HALVES = HALF0 || HALF1;
const uint NEIGHBOURS = HALVES ? 2u : 1u;
uint after(uint index, uint all) { return index + (!HALVES ? all : (index & 1u) == 0u ? 1u : 2u * all - 1u); }

// `FOR_ELEMENTS(index, n) { ... }` visits 0 to n - 1, each by one invocation; to be used once in a block.
#define FOR_ELEMENTS(index, n) \
    const Rounds rounds = ROUNDS_OF(((n) + NEIGHBOURS - 1u) / NEIGHBOURS); \
    const uint end = min(n, rounds.end * NEIGHBOURS); \
    [[dont_unroll]] for (uint index = FIRST_OF(rounds) * NEIGHBOURS; index < end; index = after(index, gl_WorkGroupSize.x))
#endif
