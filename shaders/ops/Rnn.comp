// Simple recurrent networks over all steps (rnn.glsl), for GPUs and as the fallback. Grid: ceil(N / ROWS).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "rnn.glsl"
