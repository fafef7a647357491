// The gradient of recursive networks over all levels of trees (treernnbackward.glsl), for GPUs and as the fallback.
// Grid: the groups of trees.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "treernnbackward.glsl"
