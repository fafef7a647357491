// The host's picture: bands of colour that move, and a panel that shows another image pixel for pixel.
#version 460

layout(set = 0, binding = 0) uniform sampler2D panel;
layout(push_constant, std430) uniform Args { ivec2 origin; float time; } a;
layout(location = 0) out vec4 colour;

void main()
{
    ivec2 pixel = ivec2(gl_FragCoord.xy), inside = pixel - a.origin, size = textureSize(panel, 0);
    bool isPanel = all(greaterThanEqual(inside, ivec2(0))) && all(lessThan(inside, size));
    vec3 world = 0.5 + 0.5 * cos(a.time + gl_FragCoord.x * 0.01 + vec3(0.0, 2.0, 4.0));
    colour = isPanel ? texelFetch(panel, inside, 0) : vec4(world * 0.5, 1.0);
}
