// FORWARD and TRANSPOSED (conv.glsl) for CPU drivers and small subgroups: a workgroup of one subgroup of L lanes makes ROWS channels of
// L x PIXELS pixels. A lane owns PIXELS neighbours of a row (of a phase), and what it reads for one tap serves the next, so a line of
// TAPS_X taps brings about PIXELS + TAPS_X values and not PIXELS x TAPS_X; weights come packed (Conv2dPack.comp), two a lane, and are
// broadcast. Why loads count and rounds are short: GemmSubgroup.comp.
// Grid: x and y: images x rows x blocks of a row, over L; z: groups x tiles of ROWS channels x phases.
#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_ballot : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#include "conv.glsl"

layout(local_size_x = 8, local_size_x_id = 0) in;
layout(constant_id = 32) const uint ROWS = 16;                  // 8, 16 or 32
layout(constant_id = 33) const uint PIXELS = 4;
layout(constant_id = 34) const uint LINES = 1;                  // lines of taps a round

layout(buffer_reference, std430, buffer_reference_align = 8) readonly buffer Pair { uint64_t v; };

const uint L = gl_WorkGroupSize.x;
const uint OWNED = ROWS < 2u * L ? ROWS : 2u * L, GROUPS = ROWS / OWNED;        // a lane loads two channels' weights in each group
const uint TAPS_Y = (KERNEL_H + TAP_STEP - 1u) / TAP_STEP, TAPS_X = (KERNEL_W + TAP_STEP - 1u) / TAP_STEP;
const uint SPAN = (PIXELS - 1u) * PLACE_STEP + (TAPS_X - 1u) * SOURCE_STEP + 1u;
const bool SHARED = SPAN < PIXELS * TAPS_X;                     // whether a line's values are all loaded first, each once
const uint HELD = SHARED ? SPAN : PIXELS;

vec2 pairAt(uint64_t at) { return uintBitsToFloat(unpackUint2x32(Pair(at).v)); }

void main()
{
    const uint lane = gl_SubgroupInvocationID, rows = a.outChannels / a.groups, depth = a.channels / a.groups;
    const uint tiles = (rows + ROWS - 1u) / ROWS, phase = gl_WorkGroupID.z % (PHASES * PHASES), tile = gl_WorkGroupID.z / (PHASES * PHASES);
    const uint group = tile / tiles, m0 = (tile - group * tiles) * ROWS;
    const Axis vertical = axisOf(phase / PHASES, a.outHeight, KERNEL_H), horizontal = axisOf(phase % PHASES, a.outWidth, KERNEL_W);
    const uint blocks = (horizontal.places + PIXELS - 1u) / PIXELS, count = a.images * vertical.places * blocks;
    if (LINEAR_GROUP * L >= count) return;

    const uint own = LINEAR_INDEX, block = min(own, count - 1u), lineOf = divide(block, blocks), first = (block - lineOf * blocks) * PIXELS;
    const uint image = divide(lineOf, vertical.places), place = lineOf - image * vertical.places;
    const int top = int(place * PLACE_STEP) + vertical.origin, left = int(first * PLACE_STEP) + horizontal.origin;
    const uint plane = (image * a.channels + group * depth) * a.height * a.width;
    uint64_t weights = uint64_t(a.a) + 8ul * (uint64_t(gl_WorkGroupID.z * depth * TAPS_Y * TAPS_X) * uint64_t(ROWS / 2u) + uint64_t(lane % (OWNED / 2u)));

    float sum[ROWS * PIXELS];
    [[unroll]] for (uint i = 0u; i < ROWS * PIXELS; i++) sum[i] = 0.0;

    const uint lines = depth * vertical.taps;
    uint c = 0u, t = 0u;                                        // the line's channel and tap along y
    [[dont_unroll]] for (uint line = 0u; line < lines; line += LINES)
        [[unroll]] for (uint l = 0u; l < LINES; l++)
        {
            const bool real = line + l < lines;                 // the last round may be short: its lines read inside, and count as 0
            const int y = top + int(t * SOURCE_STEP);
            const bool inside = real && uint(y) < a.height;
            const uint row = plane + (min(c, depth - 1u) * a.height + (inside ? uint(y) : 0u)) * a.width;
            const uint64_t at = weights + uint64_t((min(c, depth - 1u) * TAPS_Y + t) * TAPS_X * ROWS * 4u);
            float held[HELD];
            if (SHARED) [[unroll]] for (uint i = 0u; i < SPAN; i++) held[i] = valueAt(row, inside, left + int(i));
            [[unroll]] for (uint x = 0u; x < TAPS_X; x++)
            {
                const bool met = real && (!IS_TRANSPOSED || x < horizontal.taps);
                float value[PIXELS];
                [[unroll]] for (uint p = 0u; p < PIXELS; p++)
                {
                    const uint i = p * PLACE_STEP + x * SOURCE_STEP;
                    value[p] = SHARED ? held[SHARED ? i : 0u] : valueAt(row, inside, left + int(i));
                    if (IS_TRANSPOSED && PHASES > 1u) value[p] = met ? value[p] : 0.0;
                }
                [[unroll]] for (uint g = 0u; g < GROUPS; g++)
                {
                    const vec2 w = pairAt(at + uint64_t((x * ROWS + g * OWNED) * 4u));
                    [[unroll]] for (uint i = 0u; i < OWNED; i++)
                    {
                        const float s = subgroupBroadcast((i & 1u) == 0u ? w.x : w.y, i / 2u);
                        [[unroll]] for (uint p = 0u; p < PIXELS; p++) sum[(g * OWNED + i) * PIXELS + p] += s * value[p];
                    }
                }
            }
            t++;
            c += t == vertical.taps ? 1u : 0u;
            t = t == vertical.taps ? 0u : t;
        }

    float made[ROWS * PIXELS];                                  // a copy: an array with a variable index lies in memory
    [[unroll]] for (uint i = 0u; i < ROWS * PIXELS; i++) made[i] = sum[i];
    [[dont_unroll]] for (uint i = 0u; i < ROWS * PIXELS; i++)
    {
        const uint m = m0 + i / PIXELS, x = first + i % PIXELS;
        if (own < count && m < rows && x < horizontal.places)
            finish(image, group * rows + m, pixelOf(vertical, place), pixelOf(horizontal, x), made[i]);
    }
}
