// Tree LSTMs over all levels of trees (treelstm.glsl), for GPUs and as the fallback.
// Grid: the groups of trees.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "treelstm.glsl"
