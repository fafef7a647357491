// The gradient of simple recurrent networks over all steps (rnnbackward.glsl), for GPUs and as the fallback. Grid: ceil(N / ROWS).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "rnnbackward.glsl"
