// Marks on a zeroed picture of a plane, of which each pixel keeps the greatest: KIND 0, points [count, 2] as discs, whose rims are 1 less;
// 1, a lattice [side, side, 2] as lines from each place to the next both ways; 2, from each point a line as a vector says, that ends
// thinner. Integer maxima: whatever the order, the picture is the same. One workgroup a point or a line; what is no number is nowhere.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "element.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 2) const uint KIND = 0;

layout(push_constant, std430) uniform Args
{
    InWords x, vector;
    InOutWords marks;                                           // [height, width]
    uint first, firstOfVector, mark, side;
    int width, height;
    float low, perUnit, bottom, perUnitUp;                      // in pixels from the left top: (x - low) perUnit, bottom - y perUnitUp
    float radius, rim, most;                                    // pixels; most: of a vector's
} a;

vec2 placeOf(uint item)
{
    vec2 value = vec2(elementAt(a.x, a.first + 2u * item), elementAt(a.x, a.first + 2u * item + 1u));
    if (isNan(value.x) || isNan(value.y)) return vec2(-1e6);
    const float far = 1e6;                                      // as a pixel, for an integer to hold it
    return clamp(vec2((value.x - a.low) * a.perUnit, a.bottom - value.y * a.perUnitUp), vec2(-far), vec2(far));
}

void put(ivec2 p, uint mark)
{
    if (min(p.x, p.y) < 0 || p.x >= a.width || p.y >= a.height) return;
    atomicMax(a.marks.v[p.y * a.width + p.x], mark);
}

void disc(vec2 place, float inner, float rim)
{
    float outer = inner + rim;
    ivec2 corner = ivec2(floor(place - outer));
    int side = int(ceil(2.0 * outer)) + 1;
    for (int i = int(gl_LocalInvocationID.x); i < side * side; i += int(gl_WorkGroupSize.x))
    {
        ivec2 p = corner + ivec2(i % side, i / side);
        float distance = length(vec2(p) + 0.5 - place);
        if (distance <= outer) put(p, distance <= inner ? a.mark : a.mark - 1u);
    }
}

void line(vec2 from, vec2 to, bool isTapered)
{
    vec2 way = to - from;
    const float longest = 4096.0;
    float pixels = max(abs(way.x), abs(way.y));
    if (!(pixels < longest)) return;
    int steps = int(ceil(pixels)) + 1;
    for (int i = int(gl_LocalInvocationID.x); i < steps; i += int(gl_WorkGroupSize.x))
    {
        float share = float(i) / float(steps);
        int wide = max(1, int(a.rim * (isTapered ? 2.0 * (1.0 - share) : 1.0) + 0.5));
        ivec2 p = ivec2(floor(from + share * way - 0.5 * float(wide - 1)));
        for (int j = 0; j < wide * wide; j++) put(p + ivec2(j % wide, j / wide), a.mark);
    }
}

void main()
{
    uint item = gl_WorkGroupID.x;
    if (KIND == 0u) disc(placeOf(item), a.radius, a.rim);
    else if (KIND == 1u)
    {
        uint place = item >> 1, row = place / a.side, column = place - row * a.side;
        bool isDown = (item & 1u) == 1u;
        if ((isDown ? row : column) + 1u < a.side) line(placeOf(place), placeOf(place + (isDown ? a.side : 1u)), false);
    }
    else
    {
        vec2 pull = vec2(elementAt(a.vector, a.firstOfVector + 2u * item), -elementAt(a.vector, a.firstOfVector + 2u * item + 1u));
        float far = length(pull);
        vec2 from = placeOf(item);
        if (far > 0.0) line(from, from + pull * (a.radius * min(far, a.most) / far), true);
    }
}
