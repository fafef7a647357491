// The body of TreeLstm and TreeLstmSubgroup: the binary tree LSTM of Tai et al. 2015, eq. 9 to 14, without input at inner nodes. Of the
// sums x U + b of the states x of both children, the input gate i, a forget gate of each child, the candidate u and the output gate o, in
// this order: c = s(i) tanh(u) + s(left) c of the left + s(right) c of the right, h = s(o) tanh(c).
#include "recurrent.glsl"

const uint TENSOR = 0u;

layout(push_constant, std430) uniform Args
{
    In words, cells, weight, bias;
    InInt children, order, offsets;
    InOut h, c;
    Out gates;
    uint N, leaves, nodes, groups, trees;
} a;

const uint GATES = 5u;
#define HIDDEN a.h
#define TENSORS a.weight
#include "tree.glsl"

// Words have their states; a node that is none has zeros.
void begin(uint n, Own own)
{
    const uint first = n * (a.leaves + a.nodes);
    for (uint i = 0u; i < a.leaves; i++)
    {
        storeOwn(a.h, (first + i) * UNITS, own, load(a.words, (n * a.leaves + i) * UNITS, own));
        storeOwn(a.c, (first + i) * UNITS, own, load(a.cells, (n * a.leaves + i) * UNITS, own));
    }
    for (uint i = 0u; i < a.nodes; i++)
    {
        storeOwn(a.h, (first + a.leaves + i) * UNITS, own, REAL(0));
        storeOwn(a.c, (first + a.leaves + i) * UNITS, own, REAL(0));
        for (uint g = 0u; g < GATES; g++) store(a.gates, ((n * a.nodes + i) * GATES + g) * UNITS, own, REAL(0));
    }
}

void cell(Tree tree, Own own, REAL sums[GATES])
{
    REAL gate[GATES];
    [[unroll]] for (uint g = 0u; g < GATES; g++)
    {
        const REAL sum = sums[g] + load(a.bias, g * UNITS, own);
        gate[g] = g == 3u ? tanhOf(sum) : sigmoidOf(sum);
        store(a.gates, (tree.number * GATES + g) * UNITS, own, gate[g]);
    }
    const REAL c = gate[0] * gate[3] + gate[1] * loadOwn(a.c, tree.left * UNITS, own) + gate[2] * loadOwn(a.c, tree.right * UNITS, own);
    storeOwn(a.c, tree.at * UNITS, own, c);
    storeOwn(a.h, tree.at * UNITS, own, gate[4] * tanhOf(c));
}
#include "treewalk.glsl"
