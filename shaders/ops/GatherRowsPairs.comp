// Whole rows picked by index (gatherrows.glsl) for CPU drivers, whose loads are gathers: 64-bit ones bring two elements.
#version 460
#extension GL_GOOGLE_include_directive : require
#define PAIRS
#include "gatherrows.glsl"
