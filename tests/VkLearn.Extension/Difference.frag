// How far two tensors of one size are apart, cell by cell: black where they are equal, white where they are `scale` or more apart.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"
#include "element.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;                         // every view's shader begins with its place
    InWords a, b;
    uint firstA, firstB;
    int rows, columns;
    float scale;
} a;
layout(location = 0) out vec4 pixel;

void main()
{
    ivec2 cell = ivec2(PIXEL * vec2(a.columns, a.rows) / vec2(a.sizeX, a.sizeY));
    uint at = uint(cell.y * a.columns + cell.x);
    float apart = abs(elementAt(a.a, a.firstA + at) - elementAt(a.b, a.firstB + at));
    pixel = outputOf(vec4(vec3(clamp(apart / a.scale, 0.0, 1.0)), 1.0));
}
