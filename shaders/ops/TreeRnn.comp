// Recursive networks, with a tensor or without, over all levels of trees (treernn.glsl), for GPUs and as the fallback.
// Grid: the groups of trees.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "treernn.glsl"
