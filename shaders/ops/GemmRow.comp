// One row times a matrix (gemmrow.glsl), any device. For B as [K, N] let COLUMNS be the local size, for B as [N, K] 1: either way
// neighbouring lanes read neighbouring words.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "gemmrow.glsl"
