// y = x, SCALE times as high and wide, pixels between by linear interpolation along both axes. An invocation makes one pixel a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "interpolate.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x;                                                       // [images, rows, cols]
    Out y;                                                      // [images, SCALE rows, SCALE cols]
    uint images, rows, cols;
} a;

float mixed(float low, float high, float share) { return low * (1.0 - share) + high * share; }

void main()
{
    uint outRows = a.rows * SCALE, outCols = a.cols * SCALE;
    IN_ROUNDS(at, a.images * outRows * outCols)
    {
        uint line = divide(at, outCols), image = divide(line, outRows), start = image * a.rows * a.cols;
        Between row = between(line - image * outRows, a.rows), col = between(at - line * outCols, a.cols);
        uint low = start + row.low * a.cols, high = start + row.high * a.cols;
        a.y.v[at] = mixed(
            mixed(a.x.v[low + col.low], a.x.v[low + col.high], col.share),
            mixed(a.x.v[high + col.low], a.x.v[high + col.high], col.share), row.share);
    }
}
