// Images with the predicted class below each, picked from a strip of class names by the prediction where it lies, or with a number. A frame
// and the name are green when the prediction is the label, red when not, grey without a label; a mistake says what it is, behind the name
// or in green below it. Values 0 to 1; bytes 0 to 255; NaN as everywhere.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"
#include "element.glsl"
#include "number.glsl"

layout(constant_id = 2) const uint CHANNELS = 1;                // 1: grey, 3: red, green, blue planes
layout(constant_id = 3) const bool PREDICTED = false;
layout(constant_id = 4) const bool LABELLED = false;
layout(constant_id = 5) const bool NUMBERED = false;            // `prediction` holds floats to be written, `names` the glyphs
layout(constant_id = 6) const bool CORRECTED = false;           // a mistake says what it is ..
layout(constant_id = 7) const bool TWO_LINES = false;           // .. in a line of its own

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    InWords x;
    InInt prediction, label;
    InWords names, palette;                                     // names, then corrections, one above the other, a byte a pixel
    uint first;
    int images, columns, classes;
    float pitchX, pitchY;
    int frameWidth, frameHeight;                                // pixels of an image with its frame
    int line;                                                   // of the frame
    int height, width;                                          // cells of an image
    int nameHeight;                                             // pixels of a line; 0: no names
    uint right, wrong, plain;                                   // colours
    int glyphWidth, glyphPitch;                                 // see number.glsl
} a;
layout(location = 0) out vec4 pixel;

float valueAt(uint at) { return elementAt(a.x, at) * (TYPE == 3u ? 1.0 / 255.0 : 1.0); }

vec4 imageColor(ivec2 cell, int index)
{
    uint plane = uint(a.height * a.width), at = a.first + uint(index) * CHANNELS * plane + uint(cell.y * a.width + cell.x);
    float red = valueAt(at), green = CHANNELS == 3u ? valueAt(at + plane) : red, blue = CHANNELS == 3u ? valueAt(at + 2u * plane) : red;
    float strange = isNan(red) ? red : isNan(green) ? green : blue;
    if (isNan(strange)) return colorOf(NAN_ENTRY, a.palette);
    return vec4(clamp(vec3(red, green, blue), 0.0, 1.0), 1.0);
}

// Which of the texts stands below an image: the name of what it was taken for, or of a mistake the correction, by label and name or, in a
// second line, by label. -1: none.
int textOf(int prediction, int label, bool isSecond)
{
    bool isMistake = CORRECTED && min(prediction, label) >= 0 && max(prediction, label) < a.classes && prediction != label;
    if (isSecond) return isMistake ? a.classes + label : -1;
    if (isMistake && !TWO_LINES) return a.classes + label * a.classes + prediction;
    return prediction < a.classes ? prediction : -1;
}

// How much of a pixel that text covers; at 0, 0 is its left top.
float textCover(int text, ivec2 inner)
{
    int at = (max(text, 0) * a.nameHeight + inner.y % a.nameHeight) * a.frameWidth + inner.x;
    return text < 0 ? 0.0 : float(byteOf(a.names.v[at >> 2], uint(at))) * (1.0 / 255.0);
}

float numberCoverOf(int index, ivec2 inner)
{
    return numberCover(intBitsToFloat(a.prediction.v[index]), 2, inner, ivec2(a.frameWidth, a.nameHeight),
        ivec2(a.glyphWidth, a.nameHeight), a.names, a.glyphPitch);
}

void main()
{
    vec2 p = PIXEL, pitch = vec2(a.pitchX, a.pitchY);
    vec2 tile = floor(p / pitch);
    ivec2 inner = ivec2(p - tile * pitch);
    int index = int(tile.y) * a.columns + int(tile.x);
    pixel = vec4(0.0);
    int below = inner.y - a.frameHeight;                        // the caption's line of pixels
    if (inner.x >= a.frameWidth || below >= a.nameHeight * (TWO_LINES ? 2 : 1) || int(tile.x) >= a.columns || index >= a.images) return;
    ivec2 within = inner - a.line, size = ivec2(a.frameWidth, a.frameHeight) - 2 * a.line;
    ivec2 cell = ivec2((vec2(within) + 0.5) * (vec2(a.width, a.height) / vec2(size)));
    if (within.x >= 0 && within.y >= 0 && within.x < size.x && within.y < size.y)
    {
        pixel = outputOf(imageColor(cell, index));
        return;
    }
    int prediction = PREDICTED ? a.prediction.v[index] : -1, label = LABELLED ? a.label.v[index] : -1;
    bool isKnown = prediction >= 0 && label >= 0, isText = below >= 0, isSecond = TWO_LINES && below >= a.nameHeight;
    vec3 color = unpackUnorm4x8(!isKnown ? a.plain : prediction == label || isText && isSecond ? a.right : a.wrong).rgb;
    ivec2 at = ivec2(inner.x, below);
    float cover = !isText ? 1.0 : NUMBERED ? numberCoverOf(index, at) : textCover(textOf(prediction, label, isSecond), at);
    pixel = outputOf(vec4(color, 1.0) * cover);
}
