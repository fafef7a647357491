// One triangle that covers the whole viewport: every view is drawn by it, and knows its pixel by gl_FragCoord. No vertex data.
#version 460

void main()
{
    vec2 corner = vec2(gl_VertexIndex << 1 & 2, gl_VertexIndex & 2); // (0, 0), (2, 0), (0, 2)
    gl_Position = vec4(2.0 * corner - 1.0, 0.0, 1.0);
}
