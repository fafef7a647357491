// A critic's field as colours, read linearly between its cells, under the marks that GamePlane.comp made, each in its own colour.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    In field;                                                   // [rows, columns], from the left top
    In4 range;
    InWords palette, marks, colors;                             // colors: of mark 1 and on
    int rows, columns;
    float strength;                                             // of the field's colours on the card's
    uint card;
} a;
layout(location = 0) out vec4 pixel;

float fieldAt(ivec2 cell)
{
    cell = clamp(cell, ivec2(0), ivec2(a.columns, a.rows) - 1);
    return a.field.v[cell.y * a.columns + cell.x];
}

void main()
{
    vec2 cells = vec2(a.columns, a.rows), at = clamp(PIXEL / vec2(a.sizeX, a.sizeY) * cells - 0.5, vec2(0.0), cells - 1.0);
    ivec2 low = ivec2(at), p = ivec2(PIXEL);
    vec2 share = at - vec2(low);
    float upper = mix(fieldAt(low), fieldAt(low + ivec2(1, 0)), share.x);
    float lower = mix(fieldAt(low + ivec2(0, 1)), fieldAt(low + 1), share.x);
    float value = mix(upper, lower, share.y);
    vec4 field = mix(unpackUnorm4x8(a.card), colorOf(entryOf(value, a.range), a.palette), a.strength);
    uint mark = a.marks.v[p.y * a.sizeX + p.x];
    pixel = outputOf(mark == 0u ? field : unpackUnorm4x8(a.colors.v[mark - 1u]));
}
