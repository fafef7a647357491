// The gradient of what a recursive net multiplies with: of the weight [2 units, columns] the sum over inner nodes of x[i] delta[k], x being
// the states of a node's children; of the tensor, if there is one, [2 units, 2 units, columns], of x[j] x[i] delta[k]. An invocation makes
// an element.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In h, delta;
    InInt children, order, offsets;
    Out weight, tensor;
    uint leaves, nodes, groups, trees, units, columns, matrices;  // matrices: 1 and those of the tensor
} a;

#define HIDDEN a.h
#define UNITS a.units
#include "tree.glsl"

void main()
{
    const uint matrix = 2u * a.units * a.columns;
    IN_ROUNDS(at, a.matrices * matrix)
    {
        const uint j = divide(at, matrix), rest = at - j * matrix, i = divide(rest, a.columns), k = rest - i * a.columns;
        const bool isTensor = j + 1u < a.matrices;
        float sum = 0.0;
        for (uint group = 0u; group < a.groups; group++)
        {
            const uint list = group * a.trees * a.nodes, count = uint(a.offsets.v[group * (a.nodes + 1u) + a.nodes]);
            for (uint node = list; node < list + count; node++)
            {
                const Tree tree = treeOf(uint(a.order.v[node]));
                const float x = childAt(tree, i) * a.delta.v[tree.number * a.columns + k];
                sum += isTensor ? childAt(tree, j) * x : x;
            }
        }
        if (isTensor) a.tensor.v[at] = sum;
        else a.weight.v[rest] = sum;
    }
}
