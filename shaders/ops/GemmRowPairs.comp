// One row times a matrix [K, N] (gemmrow.glsl) for CPU drivers, whose loads are gathers: 64-bit ones bring two floats.
#version 460
#extension GL_GOOGLE_include_directive : require
#define PAIRS
#include "gemmrow.glsl"
