// Recursive networks, with a tensor or without, over all levels of trees (treernn.glsl), for CPU drivers.
// Grid: the groups of trees. Local size = the subgroup size, 4 to 16 of use.
#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_ballot : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#define SUBGROUP
#include "treernn.glsl"
