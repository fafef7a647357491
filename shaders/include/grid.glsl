// A workgroup's place in a grid of several axes. A device takes 65,535 workgroups along an axis, of which grids need more, so all of a
// dispatch are numbered (LINEAR_GROUP), along the first axis, then the second, then the third, and this finds the axes again.
#ifndef GRID_GLSL
#define GRID_GLSL
#include "tensor.glsl"
#include "math.glsl"

// `across` and `down` are the sizes of the first two axes, 1 or more. The third may come out beyond its size: then there is nothing to do.
uvec3 groupIn(uint across, uint down)
{
    const uint line = divide(LINEAR_GROUP, across), level = divide(line, down);
    return uvec3(LINEAR_GROUP - line * across, line - level * down, level);
}

uint tilesOf(uint size, uint tile) { return (size + tile - 1u) / tile; }
#endif
