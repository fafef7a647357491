// Points [N, 2] as round marks: each pixel of a zeroed picture gets the greatest number of those that cover it, twice the item's place in
// the order of drawing from 1 on, and 1 more inside of its rim. The chosen item comes last, and larger. Integer maxima: whatever the order,
// the picture is the same. One workgroup a point; what lies outside is at the edge, and no number is nowhere.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "element.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InWords x;
    InOutWords marks;                                           // [height, width]
    uint first, count;
    int width, height;
    float low, perUnit, bottom, perUnitUp;                      // in pixels from the left top: (x - low) perUnit, bottom - y perUnitUp
    float radius, rim;                                          // pixels
    uint chosen;                                                // an item; at least count: none
} a;

void main()
{
    uint item = gl_WorkGroupID.x;
    vec2 value = vec2(elementAt(a.x, a.first + 2u * item), elementAt(a.x, a.first + 2u * item + 1u));
    if (isNan(value.x) || isNan(value.y)) return;
    vec2 place = vec2((value.x - a.low) * a.perUnit, a.bottom - value.y * a.perUnitUp);
    place = clamp(place, vec2(0.0), vec2(a.width, a.height));
    bool isChosen = item == a.chosen;
    uint number = 2u * (isChosen ? a.count + 1u : item + 1u);
    float inner = a.radius * (isChosen ? 1.6 : 1.0), outer = inner + a.rim;
    ivec2 corner = ivec2(floor(place - outer));
    int side = int(ceil(2.0 * outer)) + 1;
    for (int i = int(gl_LocalInvocationID.x); i < side * side; i += int(gl_WorkGroupSize.x))
    {
        ivec2 p = corner + ivec2(i % side, i / side);
        float distance = length(vec2(p) + 0.5 - place);
        if (distance > outer || min(p.x, p.y) < 0 || p.x >= a.width || p.y >= a.height) continue;
        atomicMax(a.marks.v[p.y * a.width + p.x], number + (distance <= inner ? 1u : 0u));
    }
}
