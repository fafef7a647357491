// Whole rows picked by index (gatherrows.glsl), any device.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "gatherrows.glsl"
