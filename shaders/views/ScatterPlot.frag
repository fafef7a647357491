// The marks that ScatterPlot.comp made, in the colours of their items' classes; rims have the card's colour, the chosen one's stands out.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"

layout(constant_id = 1) const bool LABELLED = false;

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    InWords marks;
    InInt label;
    InWords colors;                                             // of each class, then of what has none
    uint count, chosen;
    int classes;
    uint rim, marked;                                           // colours
} a;
layout(location = 0) out vec4 pixel;

void main()
{
    ivec2 p = ivec2(PIXEL);
    uint mark = a.marks.v[p.y * a.sizeX + p.x], place = max(mark >> 1, 1u) - 1u;
    bool isChosen = place == a.count, isInside = (mark & 1u) == 1u;
    int label = LABELLED ? a.label.v[isChosen ? min(a.chosen, a.count - 1u) : place] : -1;
    uint color = isInside ? a.colors.v[label >= 0 && label < a.classes ? label : a.classes] : isChosen ? a.marked : a.rim;
    pixel = mark == 0u ? vec4(0.0) : outputOf(unpackUnorm4x8(color));
}
