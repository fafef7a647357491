// FORWARD and TRANSPOSED (conv.glsl) for CPU drivers: a workgroup of one subgroup of L lanes makes ROWS channels of
// L x PIXELS pixels. A lane owns PIXELS neighbours of a row, and what it reads for one tap serves others, so a line of taps brings one
// value a pixel of the image read, and not one a tap; which tap meets which value is known when the kernel is compiled, phases along x too.
// Weights come packed (Conv2dPack.comp), two a lane, and are broadcast. Why loads count and rounds are short: GemmSubgroup.comp.
// Grid: (images x rows of a phase x blocks of a row, over L) x phases along y x groups x tiles of ROWS channels, the last the fastest, so
// that what is read is still near when the next tile reads it.
#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_ballot : require
#include "convpairs.glsl"

layout(local_size_x = 8, local_size_x_id = 0) in;
layout(constant_id = 32) const uint ROWS = 16;                  // even, a power of two
layout(constant_id = 33) const uint PIXELS = 4;
layout(constant_id = 34) const uint LINES = 1;                  // lines of taps a round
layout(constant_id = 35) const uint PAIRED = 0;                 // 1: rows of the image read have even length and begin where a pair may

const uint L = gl_WorkGroupSize.x;
const uint OWNED = ROWS < 2u * L ? ROWS : 2u * L, GROUPS = ROWS / OWNED;        // a lane loads two channels' weights in each group
const uint TAPS_Y = (KERNEL_H + TAP_STEP_Y - 1u) / TAP_STEP_Y;

// Pixel p of a lane meets tap t at the value `offsetOf` the lane's first; of TRANSPOSED where the distance is a multiple of the stride.
// BEFORE multiples of the stride are added, so that no number is below 0.
const uint BEFORE = KERNEL_W * DILATION_X;
uint distance(uint p, uint tap) { return p + PADDING_X + BEFORE * STRIDE_X - tap * DILATION_X; }
const uint LEAST = (PADDING_X + BEFORE * STRIDE_X - (KERNEL_W - 1u) * DILATION_X) / STRIDE_X;
bool meets(uint p, uint tap) { return !IS_TRANSPOSED || distance(p, tap) % STRIDE_X == 0u; }
uint offsetOf(uint p, uint tap) { return IS_TRANSPOSED ? distance(p, tap) / STRIDE_X - LEAST : p * STRIDE_X + tap * DILATION_X; }

const uint SPAN = IS_TRANSPOSED ? (PIXELS - 1u + PADDING_X + BEFORE * STRIDE_X) / STRIDE_X - LEAST + 1u
    : (PIXELS - 1u) * STRIDE_X + (KERNEL_W - 1u) * DILATION_X + 1u;
const bool SHARED = SPAN < PIXELS * KERNEL_W / PHASES_X;          // whether a line's values are all loaded first, each once

// Where lanes begin at values of one parity, each value comes in a pair with a neighbour; EARLY pairs begin a value before the lane.
const uint ODD = (IS_TRANSPOSED ? LEAST + BEFORE : PADDING_X) & 1u, BEGIN = IS_TRANSPOSED ? PIXELS / STRIDE_X : PIXELS * STRIDE_X;
const bool IN_PAIRS = (SHARED ? PAIRED * (1u - BEGIN % 2u) : 0u) != 0u;         // with &&, glslc's optimiser would fail
const uint EARLY = IN_PAIRS ? ODD : 0u;
const uint LOADED = IN_PAIRS ? EARLY + SPAN + 1u & ~1u : SHARED ? SPAN : 1u;

void main()
{
    const uint lane = gl_SubgroupInvocationID, rows = a.outChannels / a.groups, depth = a.channels / a.groups;
    const uint tiles = (rows + ROWS - 1u) / ROWS, place = divide(LINEAR_GROUP, a.groups * tiles);
    const uint tile = LINEAR_GROUP - place * a.groups * tiles, group = divide(tile, tiles), m0 = (tile - group * tiles) * ROWS;
    const uint phase = place % PHASES_Y, own = place / PHASES_Y * L + lane;
    const Axis vertical = axisY(phase);
    const uint blocks = (a.outWidth + PIXELS - 1u) / PIXELS, count = a.images * vertical.places * blocks;
    if (own - lane >= count) return;

    const uint block = min(own, count - 1u), lineOf = divide(block, blocks), first = (block - lineOf * blocks) * PIXELS;
    const uint image = divide(lineOf, vertical.places), line = lineOf - image * vertical.places;
    const int top = int(line * PLACE_STEP_Y) + vertical.origin;
    const int left = IS_TRANSPOSED ? int(first / STRIDE_X + LEAST) - int(BEFORE) : int(first * STRIDE_X) - int(PADDING_X);
    const uint plane = (image * a.channels + group * depth) * a.height * a.width, set = tile * PHASES_Y + phase;
    const uint64_t weights = uint64_t(a.a) + 4ul * uint64_t(set * depth * TAPS_Y * KERNEL_W * ROWS + lane % (OWNED / 2u) * 2u);

    float sum[ROWS * PIXELS];
    [[unroll]] for (uint i = 0u; i < ROWS * PIXELS; i++) sum[i] = 0.0;

    const uint tapLines = depth * vertical.taps;
    uint c = 0u, y = 0u, taps = 0u;                             // the tap line's channel, and its phase's tap along y
    if (tapLines > 0u) [[dont_unroll]] do
    {
        [[unroll]] for (uint l = 0u; l < LINES; l++)
        {
            const int from = top + int(y * SOURCE_STEP_Y);
            const bool inside = taps + l < tapLines && uint(from) < a.height;      // the last round may be short: what is left counts as 0
            const uint held = min(c, depth - 1u), row = plane + (held * a.height + (inside ? uint(from) : 0u)) * a.width;
            const uint64_t at = weights + uint64_t((held * TAPS_Y + y) * KERNEL_W * ROWS * 4u);
            float loaded[LOADED];
            if (SHARED) [[unroll]] for (uint i = 0u; i < LOADED; i += IN_PAIRS ? 2u : 1u)
            {
                const int at = left + int(i) - int(EARLY);
                const vec2 two = IN_PAIRS ? valuesAt(row, inside, at) : vec2(valueAt(row, inside, at), 0.0);
                loaded[i] = two.x;
                if (IN_PAIRS) loaded[i + 1u] = two.y;
            }
            vec2 weight[KERNEL_W * GROUPS];
            [[unroll]] for (uint x = 0u; x < KERNEL_W * GROUPS; x++)
                weight[x] = pairAt(at + uint64_t((x / GROUPS * ROWS + x % GROUPS * OWNED) * 4u));
            float value[KERNEL_W * PIXELS];
            [[unroll]] for (uint i = 0u; i < KERNEL_W * PIXELS; i++)
            {
                const uint x = i / PIXELS, p = i % PIXELS;
                if (meets(p, x))
                    value[i] = SHARED ? loaded[SHARED ? EARLY + offsetOf(p, x) : 0u] : valueAt(row, inside, left + int(offsetOf(p, x)));
            }
            [[unroll]] for (uint i = 0u; i < ROWS; i++)
                [[unroll]] for (uint x = 0u; x < KERNEL_W; x++)
                {
                    const vec2 w = weight[x * GROUPS + i / OWNED];
                    const float s = subgroupBroadcast((i & 1u) == 0u ? w.x : w.y, i % OWNED / 2u);
                    [[unroll]] for (uint p = 0u; p < PIXELS; p++)
                        if (meets(p, x)) sum[i * PIXELS + p] += s * value[x * PIXELS + p];
                }
            y++;
            c += y == vertical.taps ? 1u : 0u;
            y = y == vertical.taps ? 0u : y;
        }
        taps += LINES;
    }
    while (taps < tapLines);

    float made[ROWS * PIXELS];                                  // a copy: an array with a variable index lies in memory
    [[unroll]] for (uint i = 0u; i < ROWS * PIXELS; i++) made[i] = sum[i];
    const uint channel = group * rows + m0, down = pixelY(vertical, line), start = indexOf(image, channel, down, first);
    const uint size = a.outHeight * a.outWidth, mine = own < count ? min(PIXELS, a.outWidth - first) : 0u;
    [[dont_unroll]] for (uint i = 0u; i < ROWS * PIXELS; i++)
    {
        const uint m = i % ROWS, p = i / ROWS;
        if (p < mine && m < rows - m0) finish(start + m * size + p, image, channel + m, down, first + p, made[m * PIXELS + p]);
    }
}
