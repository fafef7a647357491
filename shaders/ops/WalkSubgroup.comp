// A stack of equal narrow layers as one dispatch (walk.glsl) for CPU drivers, by GemmSubgroup.comp's method and with
// its sums: a workgroup of one subgroup of L lanes carries 16 rows through all layers, and reads h back from where the layer before stored
// it, which is faster there than shared memory is. A lane makes one or two pairs of neighbouring columns at a time. Grid: ceil(M / 16).
// Local size = the subgroup size, 4 to 16 of use.
#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_ballot : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#include "tensor.glsl"
#define Stored InOutWords
#include "walk.glsl"

layout(local_size_x = 8, local_size_x_id = 0) in;

layout(buffer_reference, std430, buffer_reference_align = 8) readonly buffer Pairs { uint64_t v[]; };
layout(buffer_reference, std430, buffer_reference_align = 8) buffer InOutPairs { uint64_t v[]; };

const bool WIDE = N % 2u == 0u;                                 // all layers' tensors start at 64 bytes, so their rows are read in pairs
const uint TILE_M = 16u, DEPTH = 8u, L = gl_WorkGroupSize.x;
const uint PAIRS = N > 2u * L ? 2u : 1u, TILE_N = 2u * PAIRS * L;
const uint ROWS = L < TILE_M ? L : TILE_M, LOADS = TILE_M / ROWS;   // rows of h that lanes own one each

// What the next layer reads is stored by every layer.
const bool STORES_0 = (STORED & 1u) != 0u || CARRIED_H == 1u || CARRIED_1 == 1u || CARRIED_2 == 1u || CARRIED_3 == 1u;
const bool STORES_1 = (STORED & 2u) != 0u || CARRIED_H == 2u || CARRIED_1 == 2u || CARRIED_2 == 2u || CARRIED_3 == 2u;

vec2 sum[TILE_M * PAIRS];                                       // [row][pair of columns] of a tile

// A lane's pair of columns: in the tile they may be beyond N, read is inside.
struct Columns { uint tile, first, second; };
Columns columnsOf(uint tile, uint pair)
{
    uint n = tile + pair * 2u * L + 2u * gl_SubgroupInvocationID, first = min(n, N - 1u & ~1u);
    return Columns(n, first, min(first + 1u, N - 1u));
}

vec2 loadW(uint first, uint second)
{
    if (WIDE) return uintBitsToFloat(unpackUint2x32(Pairs(a.w).v[first >> 1]));
    return vec2(a.w.v[first], a.w.v[second]);
}

// What this dispatch may have stored is not read as read-only.
uvec2 loadWords(InOutWords x, uint first, uint second)
{
    if (WIDE) return unpackUint2x32(InOutPairs(x).v[first >> 1]);
    return uvec2(x.v[first], x.v[second]);
}

void store(InOutWords y, uint start, Columns columns, uvec2 words)
{
    if (WIDE)
    {
        if (N % TILE_N == 0u || columns.tile < N) InOutPairs(y).v[start + columns.tile >> 1] = packUint2x32(words);
        return;
    }
    if (columns.tile < N) y.v[start + columns.tile] = words.x;
    if (columns.tile + 1u < N) y.v[start + columns.tile + 1u] = words.y;
}

// y0 (1) or y1 (2) of the layer before; x in the first layer.
struct Carried { InOutWords at; uint start; };
Carried carriedOf(uint y, uint layer, InOutWords x)
{
    if (layer == 0u) return Carried(x, 0u);
    return y == 1u ? Carried(a.y0, slotOf(layer - 1u, 1u, a.strideY0)) : Carried(a.y1, slotOf(layer - 1u, 2u, a.strideY1));
}

uvec2 inputsOf(InWords x, uint access, uint carried, int stride, uint layer, uint m, Columns columns)
{
    if ((access & 3u) == 0u) return uvec2(0);
    uint row = m * N;
    if (carried != 0u)
    {
        Carried before = carriedOf(carried, layer, InOutWords(x));
        return loadWords(before.at, before.start + row + columns.first, before.start + row + columns.second);
    }
    uint start = startOf(layer, stride);
    if (WIDE && (access & IDENTITY) != 0u) return unpackUint2x32(Pairs(x).v[start + row + columns.first >> 1]);
    uvec4 first = uvec4(0, 0, m, columns.first), second = uvec4(0, 0, m, columns.second), size = uvec4(1, 1, a.M, N);
    return uvec2(x.v[start + elementOf(access, row + columns.first, first, size)],
        x.v[start + elementOf(access, row + columns.second, second, size)]);
}

// An input that is the same in all rows, as a bias is, is loaded once for them.
bool isOneRow(uint access) { return (access & IDENTITY) == 0u && (access >> 14 & 1u) != 0u; }

struct Inputs { uvec2 x1, x2, x3; };
void load(bool oneRow, uint layer, uint m, Columns columns, inout Inputs x)
{
    if (isOneRow(ACCESS1) == oneRow) x.x1 = inputsOf(a.x1, ACCESS1, CARRIED_1, a.stride1, layer, m, columns);
    if (isOneRow(ACCESS2) == oneRow) x.x2 = inputsOf(a.x2, ACCESS2, CARRIED_2, a.stride2, layer, m, columns);
    if (isOneRow(ACCESS3) == oneRow) x.x3 = inputsOf(a.x3, ACCESS3, CARRIED_3, a.stride3, layer, m, columns);
}

void multiply(uint layer, uint m0, uint tile)
{
    const uint lane = gl_SubgroupInvocationID, startW = startOf(layer, a.strideW);
    Carried h = carriedOf(CARRIED_H, layer, InOutWords(a.h));
    Columns columns[PAIRS];
    [[unroll]] for (uint c = 0u; c < PAIRS; c++) columns[c] = columnsOf(tile, c);
    [[unroll]] for (uint i = 0u; i < TILE_M * PAIRS; i++) sum[i] = vec2(0);

    uint k = 0u;
    for (; k + DEPTH <= N; k += DEPTH)
    {
        vec2 b[DEPTH * PAIRS];
        [[unroll]] for (uint c = 0u; c < PAIRS; c++)
            if (TRANSPOSE_B != 0u)
                [[unroll]] for (uint q = 0u; q < DEPTH; q += 2u)
                {
                    const uint at0 = startW + columns[c].first * N + k + q, at1 = startW + columns[c].second * N + k + q;
                    vec2 x = loadW(at0, at0 + 1u), y = loadW(at1, at1 + 1u);
                    b[q * PAIRS + c] = vec2(x.x, y.x);
                    b[(q + 1u) * PAIRS + c] = vec2(x.y, y.y);
                }
            else
                [[unroll]] for (uint q = 0u; q < DEPTH; q++)
                    b[q * PAIRS + c] = loadW(startW + (k + q) * N + columns[c].first, startW + (k + q) * N + columns[c].second);

        [[unroll]] for (uint g = 0u; g < LOADS; g++)
        {
            const uint at = h.start + min(m0 + g * ROWS + lane % ROWS, a.M - 1u) * N + k;
            vec2 p[DEPTH / 2u];
            [[unroll]] for (uint q = 0u; q < DEPTH; q += 2u) p[q / 2u] = uintBitsToFloat(loadWords(h.at, at + q, at + q + 1u));
            [[unroll]] for (uint i = 0u; i < ROWS; i++)         // row by row, so that its few sums stay in registers
            {
                vec2 row[PAIRS];
                [[unroll]] for (uint c = 0u; c < PAIRS; c++) row[c] = sum[(g * ROWS + i) * PAIRS + c];
                [[unroll]] for (uint q = 0u; q < DEPTH; q++)
                {
                    float s = subgroupBroadcast((q & 1u) == 0u ? p[q / 2u].x : p[q / 2u].y, i);
                    [[unroll]] for (uint c = 0u; c < PAIRS; c++) row[c] += s * b[q * PAIRS + c];
                }
                [[unroll]] for (uint c = 0u; c < PAIRS; c++) sum[(g * ROWS + i) * PAIRS + c] = row[c];
            }
        }
    }

    [[dont_unroll]] for (; k < N; k++)                          // the last steps of k, one at a time
    {
        vec2 b[PAIRS];
        [[unroll]] for (uint c = 0u; c < PAIRS; c++)
        {
            const uint first = columns[c].first, second = columns[c].second;
            b[c] = TRANSPOSE_B != 0u ? vec2(a.w.v[startW + first * N + k], a.w.v[startW + second * N + k])
                : vec2(a.w.v[startW + k * N + first], a.w.v[startW + k * N + second]);
        }
        [[unroll]] for (uint g = 0u; g < LOADS; g++)
        {
            float own = uintBitsToFloat(h.at.v[h.start + min(m0 + g * ROWS + lane % ROWS, a.M - 1u) * N + k]);
            [[unroll]] for (uint i = 0u; i < ROWS; i++)
            {
                float s = subgroupBroadcast(own, i);
                [[unroll]] for (uint c = 0u; c < PAIRS; c++) sum[(g * ROWS + i) * PAIRS + c] += s * b[c];
            }
        }
    }
}

void finish(uint layer, uint m0, uint tile)
{
    const bool isLast = layer + 1u == a.layers;
    const bool stores0 = STORES_0 || isLast, stores1 = HAS_Y1 && (STORES_1 || isLast);
    const uint start0 = slotOf(layer, 1u, a.strideY0), start1 = slotOf(layer, 2u, a.strideY1), rows = min(TILE_M, a.M - m0);
    [[unroll]] for (uint c = 0u; c < PAIRS; c++)
    {
        const Columns columns = columnsOf(tile, c);
        Inputs x;
        load(true, layer, m0, columns, x);
        [[dont_unroll]] for (uint i = 0u; i < rows; i++)        // the program is instantiated once a pair
        {
            const uint row = (m0 + i) * N;
            load(false, layer, m0 + i, columns, x);
            uvec2 y0, y1;
            [[unroll]] for (uint j = 0u; j < 2u; j++)
            {
                uvec2 y = run(layer, row + columns.tile + j, sum[i * PAIRS + c][j], uvec3(x.x1[j], x.x2[j], x.x3[j]));
                y0[j] = y.x;
                y1[j] = y.y;
            }
            if (stores0) store(a.y0, start0 + row, columns, y0);
            if (stores1) store(a.y1, start1 + row, columns, y1);
        }
    }
}

void main()
{
    const uint m0 = LINEAR_GROUP * TILE_M;
    if (m0 >= a.M) return;                                      // the whole workgroup
    for (uint layer = 0u; layer < a.layers; layer++)
    {
        [[dont_unroll]] for (uint tile = 0u; tile < N; tile += TILE_N)
        {
            multiply(layer, m0, tile);
            finish(layer, m0, tile);
        }
        subgroupBarrier();                                      // one subgroup is the workgroup: its lanes see what was stored
    }
}
