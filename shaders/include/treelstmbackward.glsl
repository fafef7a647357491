// The body of TreeLstmBackward and TreeLstmBackwardSubgroup: from the gradients of all states (toH), each as far as it is not by the node's
// parent, those of the gates' sums (delta), and of all states (toAllH), and what parents give cells (toAllC).
#define BACKWARD
#include "recurrent.glsl"

const uint TENSOR = 0u;

layout(push_constant, std430) uniform Args
{
    In c, gates, weight;
    InInt children, order, offsets;
    In toH;
    InOut delta, toAllH, toAllC;
    uint N, leaves, nodes, groups, trees;
} a;

const uint GATES = 5u;
#define HIDDEN a.c
#define DELTA a.delta
#define TENSORS a.weight
#include "tree.glsl"

void begin(uint n, Own own)
{
    const uint rows = a.leaves + a.nodes;
    for (uint i = 0u; i < rows; i++)
    {
        storeOwn(a.toAllH, (n * rows + i) * UNITS, own, load(a.toH, (n * rows + i) * UNITS, own));
        storeOwn(a.toAllC, (n * rows + i) * UNITS, own, REAL(0));
    }
    for (uint i = 0u; i < a.nodes * GATES; i++) storeOwn(a.delta, (n * a.nodes * GATES + i) * UNITS, own, REAL(0));
}

void addTo(uint row, Own own, REAL x) { storeOwn(a.toAllC, row * UNITS, own, loadOwn(a.toAllC, row * UNITS, own) + x); }

void storeDelta(Tree tree, uint gate, Own own, REAL x) { storeOwn(a.delta, (tree.number * GATES + gate) * UNITS, own, x); }

// A node has one parent.
void delta(Tree tree, Own own)
{
    REAL gate[GATES];
    [[unroll]] for (uint g = 0u; g < GATES; g++) gate[g] = load(a.gates, (tree.number * GATES + g) * UNITS, own);
    const REAL toH = loadOwn(a.toAllH, tree.at * UNITS, own), t = tanhOf(load(a.c, tree.at * UNITS, own));
    const REAL toC = loadOwn(a.toAllC, tree.at * UNITS, own) + toH * gate[4] * (REAL(1) - t * t);
    addTo(tree.left, own, toC * gate[1]);
    addTo(tree.right, own, toC * gate[2]);
    storeDelta(tree, 0u, own, toC * gate[3] * gate[0] * (REAL(1) - gate[0]));
    storeDelta(tree, 1u, own, toC * load(a.c, tree.left * UNITS, own) * gate[1] * (REAL(1) - gate[1]));
    storeDelta(tree, 2u, own, toC * load(a.c, tree.right * UNITS, own) * gate[2] * (REAL(1) - gate[2]));
    storeDelta(tree, 3u, own, toC * gate[0] * (REAL(1) - gate[3] * gate[3]));
    storeDelta(tree, 4u, own, toH * t * gate[4] * (REAL(1) - gate[4]));
}

void cell(Tree tree, Own own, REAL sums[2])
{
    storeOwn(a.toAllH, tree.left * UNITS, own, loadOwn(a.toAllH, tree.left * UNITS, own) + sums[0]);
    storeOwn(a.toAllH, tree.right * UNITS, own, loadOwn(a.toAllH, tree.right * UNITS, own) + sums[1]);
}
#include "treewalk.glsl"
