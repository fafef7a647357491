// The body of TreeRnnBackward and TreeRnnBackwardSubgroup: from the gradients of all states (toH), each as far as it is not by the node's
// parent, those of the sums of inner nodes (delta) and of all states (toAll). A matrix of the tensor comes with its own transposed added.
#define BACKWARD
#include "recurrent.glsl"

layout(constant_id = 31) const uint TENSOR = 0;

layout(push_constant, std430) uniform Args
{
    In h, weight, tensor;
    InInt children, order, offsets;
    In toH;
    InOut delta, toAll;
    uint N, leaves, nodes, groups, trees;
} a;

const uint GATES = 1u;
#define HIDDEN a.h
#define DELTA a.delta
#define TENSORS a.tensor
#include "tree.glsl"

void begin(uint n, Own own)
{
    const uint rows = a.leaves + a.nodes;
    for (uint i = 0u; i < rows; i++) storeOwn(a.toAll, (n * rows + i) * UNITS, own, load(a.toH, (n * rows + i) * UNITS, own));
    for (uint i = 0u; i < a.nodes; i++) storeOwn(a.delta, (n * a.nodes + i) * UNITS, own, REAL(0));
}

void delta(Tree tree, Own own)
{
    const REAL h = load(a.h, tree.at * UNITS, own);
    storeOwn(a.delta, tree.number * UNITS, own, loadOwn(a.toAll, tree.at * UNITS, own) * (REAL(1) - h * h));
}

// A node has one parent.
void cell(Tree tree, Own own, REAL sums[2])
{
    storeOwn(a.toAll, tree.left * UNITS, own, loadOwn(a.toAll, tree.left * UNITS, own) + sums[0]);
    storeOwn(a.toAll, tree.right * UNITS, own, loadOwn(a.toAll, tree.right * UNITS, own) + sums[1]);
}
#include "treewalk.glsl"
