// A tensor as tiles of cells, nearest sampling: the cell under the pixel's centre. Around each tile runs a line, so that it is
// seen where its cells have the card's colour; the rectangle begins with that of the first. Elsewhere nothing is drawn.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"
#include "element.glsl"

layout(constant_id = 2) const bool COLORED = false;             // three planes, red, green and blue, each from low to high end

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    InWords x;
    In4 range;
    InWords palette;
    uint first;                                                 // the first shown element, from the word's start
    int tiles, columns;                                         // tiles shown, and of them in a row
    float pitchX, pitchY;                                       // pixels from a tile to the next
    float cellsX, cellsY;                                       // cells a pixel
    int height, width;                                          // cells of a tile
    int tileStride, rowStride, columnStride, planeStride;       // elements
    int line;                                                   // pixels
    uint lineColor;
} a;
layout(location = 0) out vec4 pixel;

float shareAt(uint at)
{
    vec4 scale = a.range.v[0];
    return clamp((elementAt(a.x, at) - scale.x) * scale.y / scale.w, 0.0, 1.0);
}

vec4 colorAt(uint at)
{
    uint entry = entryOf(elementAt(a.x, at), a.range), plane = uint(a.planeStride);
    if (!COLORED || entry >= NAN_ENTRY) return colorOf(entry, a.palette);
    return vec4(shareAt(at), shareAt(at + plane), shareAt(at + 2u * plane), 1.0);
}

// The cell at a pixel and the number of its tile; none where the number is below 0.
ivec3 cellAt(vec2 p)
{
    vec2 pitch = vec2(a.pitchX, a.pitchY), tile = floor(p / pitch);
    ivec2 cell = ivec2((p - tile * pitch) * vec2(a.cellsX, a.cellsY));
    int index = int(tile.y) * a.columns + int(tile.x);
    bool isOutside = p.x < 0.0 || p.y < 0.0 || cell.x >= a.width || cell.y >= a.height || int(tile.x) >= a.columns || index >= a.tiles;
    return ivec3(cell, isOutside ? -1 : index);
}

bool isBesideTile(vec2 p)
{
    for (int i = 0; i < 9; i++)
    {
        if (cellAt(p + float(a.line) * vec2(i % 3 - 1, i / 3 - 1)).z >= 0) return true;
    }
    return false;
}

void main()
{
    vec2 p = PIXEL - float(a.line);
    ivec3 cell = cellAt(p);
    pixel = vec4(0.0);
    if (cell.z >= 0)
    {
        int at = cell.z * a.tileStride + cell.y * a.rowStride + cell.x * a.columnStride;
        pixel = outputOf(colorAt(a.first + uint(at)));
    }
    else if (isBesideTile(p))
    {
        pixel = outputOf(unpackUnorm4x8(a.lineColor));
    }
}
