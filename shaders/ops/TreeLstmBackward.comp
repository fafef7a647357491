// The gradient of tree LSTMs over all levels of trees (treelstmbackward.glsl), for GPUs and as the fallback.
// Grid: the groups of trees.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "treelstmbackward.glsl"
