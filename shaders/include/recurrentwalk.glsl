// The walk of recurrent.glsl, forward or, with BACKWARD, from the last step to the first. Each step multiplies a row of each sequence by
// the recurrent weight, [UNITS, GATES UNITS]: its hidden state (HIDDEN, before the first step INITIAL) by the matrix, for GATES sums a
// unit; or the gradients of its gates (DELTA) by the matrix transposed, for one. Then the kernel's cell makes of a unit's sums what it
// stores: cell(place, own, sums). Backward, begin(place, own, sums) makes the gradients of the states before the first step.
#ifdef BACKWARD
#define DEEP (GATES * UNITS)                                    // macros: a constant that equals another would take its name
#define SUMS 1u
#else
#define DEEP UNITS
#define SUMS GATES
#endif
#define COLUMNS (SUMS * BLOCKS)

REAL sum[ROWS * COLUMNS];                                       // [row][sum][block] of a tile

uint timeOf(uint s)
{
#ifdef BACKWARD
    return REVERSE != 0u ? s : a.T - 1u - s;
#else
    return REVERSE != 0u ? a.T - 1u - s : s;
#endif
}

Place placeAt(uint n, uint s)
{
    return placeOf(n, timeOf(s), a.T, HAS_LENGTHS != 0u ? uint(clamp(a.lengths.v[n], 0, int(a.T))) : a.T);
}

uint sequenceOf(uint n0, uint row) { return min(n0 + row, a.N - 1u); }

#ifdef SUBGROUP
// By GemmSubgroup.comp's method: rows are loaded one a lane and broadcast, and a lane's columns two by two.
#include "pairs.glsl"

const uint DEPTH = 8u;
const uint OWNED = ROWS < L ? ROWS : L, GROUPS = ROWS / OWNED;  // rows that lanes own one each

uint64_t rowOf(uint n, uint s)
{
#ifdef BACKWARD
    return uint64_t(DELTA) + 4ul * uint64_t((n * a.T + timeOf(s - 1u)) * DEEP);
#else
    if (HAS_STATE != 0u && placeAt(n, s).isFirst) return uint64_t(INITIAL) + 4ul * uint64_t(n * DEEP);
    return uint64_t(HIDDEN) + 4ul * uint64_t((n * a.T + timeOf(s - 1u)) * DEEP);   // zeros beyond a sequence's end
#endif
}

void multiply(uint n0, uint s, uint tile)
{
    uint64_t rows[GROUPS], first[COLUMNS], second[COLUMNS];     // byte addresses at k = 0
    [[unroll]] for (uint g = 0u; g < GROUPS; g++) rows[g] = rowOf(sequenceOf(n0, g * OWNED + LANE % OWNED), s);
    [[unroll]] for (uint c = 0u; c < COLUMNS; c++)
    {
        const Own own = ownOf(tile, c % BLOCKS);
#ifdef BACKWARD
        const uint start = 0u, step = DEEP;
#else
        const uint start = c / BLOCKS * UNITS, step = 1u;
#endif
        first[c] = uint64_t(a.weight) + 4ul * uint64_t(start + own.first * step);
        second[c] = uint64_t(a.weight) + 4ul * uint64_t(start + own.second * step);
    }

    uint64_t kRow = 0ul, kColumn = 0ul;
#ifdef BACKWARD
    const uint step = 4u;                                       // bytes from one k of a column to the next
#else
    const uint step = 4u * GATES * UNITS;
#endif
    uint k = 0u;
    if (DEPTH <= DEEP) [[dont_unroll]] do
    {
        vec2 b[DEPTH * COLUMNS];
        [[unroll]] for (uint c = 0u; c < COLUMNS; c++)
            [[unroll]] for (uint q = 0u; q < DEPTH; q += 2u)
            {
                const uint64_t at0 = first[c] + kColumn + uint64_t(q * step), at1 = second[c] + kColumn + uint64_t(q * step);
#ifdef BACKWARD
                const vec2 x = loadPair(at0, at0 + 4ul), y = loadPair(at1, at1 + 4ul);
                b[q * COLUMNS + c] = vec2(x.x, y.x);
                b[(q + 1u) * COLUMNS + c] = vec2(x.y, y.y);
#else
                b[q * COLUMNS + c] = loadPair(at0, at1);
                b[(q + 1u) * COLUMNS + c] = loadPair(at0 + uint64_t(step), at1 + uint64_t(step));
#endif
            }

        [[unroll]] for (uint g = 0u; g < GROUPS; g++)
        {
            vec2 own[DEPTH / 2u];
            [[unroll]] for (uint q = 0u; q < DEPTH; q += 2u) own[q / 2u] = loadOwnPair(rows[g] + kRow + 4ul * uint64_t(q));
            [[unroll]] for (uint i = 0u; i < OWNED; i++)        // row by row, so that its few sums stay in registers
            {
                vec2 row[COLUMNS];
                [[unroll]] for (uint c = 0u; c < COLUMNS; c++) row[c] = sum[(g * OWNED + i) * COLUMNS + c];
                [[unroll]] for (uint q = 0u; q < DEPTH; q++)
                {
                    const float x = subgroupBroadcast((q & 1u) == 0u ? own[q / 2u].x : own[q / 2u].y, i);
                    [[unroll]] for (uint c = 0u; c < COLUMNS; c++) row[c] += x * b[q * COLUMNS + c];
                }
                [[unroll]] for (uint c = 0u; c < COLUMNS; c++) sum[(g * OWNED + i) * COLUMNS + c] = row[c];
            }
        }
        kRow += uint64_t(4u * DEPTH);
        kColumn += uint64_t(DEPTH * step);
        k += DEPTH;
    }
    while (k + DEPTH <= DEEP);

    [[dont_unroll]] for (; k < DEEP; k++)                       // the last of k, one at a time
    {
        vec2 b[COLUMNS];
        const uint64_t at = uint64_t(k * step);
        [[unroll]] for (uint c = 0u; c < COLUMNS; c++) b[c] = vec2(In(first[c] + at).v[0], In(second[c] + at).v[0]);
        [[unroll]] for (uint g = 0u; g < GROUPS; g++)
        {
            const float own = InOut(rows[g] + 4ul * uint64_t(k)).v[0];
            [[unroll]] for (uint i = 0u; i < OWNED; i++)
            {
                const float x = subgroupBroadcast(own, i);
                [[unroll]] for (uint c = 0u; c < COLUMNS; c++) sum[(g * OWNED + i) * COLUMNS + c] += x * b[c];
            }
        }
    }
}

void hold(uint n0, uint s) { subgroupBarrier(); }               // its lanes see what was stored
#else
shared float held[ROWS * DEEP];                                 // [row][k] of what is multiplied

void multiply(uint n0, uint s, uint tile)
{
    const Own own = ownOf(tile, 0u);
    for (uint k = 0u; k < DEEP; k++)
    {
        float b[SUMS];
#ifdef BACKWARD
        b[0] = a.weight.v[own.first * DEEP + k];
#else
        [[unroll]] for (uint g = 0u; g < SUMS; g++) b[g] = a.weight.v[(k * GATES + g) * UNITS + own.first];
#endif
        [[unroll]] for (uint i = 0u; i < ROWS; i++)
            [[unroll]] for (uint g = 0u; g < SUMS; g++) sum[i * SUMS + g] += held[i * DEEP + k] * b[g];
    }
}

// Every invocation brings what it stored itself.
void hold(uint n0, uint s)
{
    barrier();                                                  // all are done with what was held
    for (uint tile = 0u; tile < UNITS; tile += TILE)
    {
        const Own own = ownOf(tile, 0u);
        if (own.unit < UNITS)
            for (uint i = 0u; i < ROWS; i++)
            {
                const uint n = sequenceOf(n0, i);
#ifdef BACKWARD
                for (uint k = own.unit; k < DEEP; k += UNITS) held[i * DEEP + k] = DELTA.v[(n * a.T + timeOf(s - 1u)) * DEEP + k];
#else
                held[i * DEEP + own.unit] = stateBefore(placeAt(n, s), HIDDEN, INITIAL, own);
#endif
            }
    }
    barrier();
}
#endif

void finish(uint n0, uint s, uint tile)
{
    const uint rows = min(ROWS, a.N - n0);
    [[dont_unroll]] for (uint i = 0u; i < rows; i++)
        [[dont_unroll]] for (uint block = 0u; block < BLOCKS; block++)
        {
            REAL sums[SUMS];
            [[unroll]] for (uint g = 0u; g < SUMS; g++) sums[g] = sum[i * COLUMNS + g * BLOCKS + block];
            const Place place = placeAt(n0 + i, s);
            const Own own = ownOf(tile, block);
#ifdef BACKWARD
            if (s == (REVERSE != 0u ? place.count : a.T)) begin(place, own, sums);
            if (s < a.T) cell(place, own, sums);
#else
            cell(place, own, sums);
#endif
        }
}

void main()
{
    const uint n0 = LINEAR_GROUP * ROWS;
    if (n0 >= a.N) return;                                      // the whole workgroup
#ifdef BACKWARD
    const uint steps = a.T + 1u;
    const bool multipliesFirst = false;
#else
    const uint steps = a.T;
    const bool multipliesFirst = HAS_STATE != 0u;
#endif
    [[dont_unroll]] for (uint s = 0u; s < steps; s++)
    {
        const bool multiplies = s > 0u || multipliesFirst;
        if (multiplies) hold(n0, s);
        [[dont_unroll]] for (uint tile = 0u; tile < UNITS; tile += TILE)
        {
            [[unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++) sum[i] = REAL(0);
            if (multiplies) multiply(n0, s, tile);
            finish(n0, s, tile);
        }
    }
}
