// One row through several layers (rowchain.glsl), any device.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "rowchain.glsl"
