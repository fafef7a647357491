// The body of TreeRnn and TreeRnnSubgroup: h = tanh(x W + b) of the states x of both children (Socher et al. 2011), and with TENSOR
// tanh(x W + b + sum over j of x[j] (x T[j])) (Socher et al. 2013, section 4.3).
#include "recurrent.glsl"

layout(constant_id = 31) const uint TENSOR = 0;

layout(push_constant, std430) uniform Args
{
    In words, weight, bias, tensor;
    InInt children, order, offsets;
    InOut h;
    uint N, leaves, nodes, groups, trees;
} a;

const uint GATES = 1u;
#define HIDDEN a.h
#define TENSORS a.tensor
#include "tree.glsl"

// Words have their states; a node that is none has zeros.
void begin(uint n, Own own)
{
    const uint first = n * (a.leaves + a.nodes);
    for (uint i = 0u; i < a.leaves; i++) storeOwn(a.h, (first + i) * UNITS, own, load(a.words, (n * a.leaves + i) * UNITS, own));
    for (uint i = 0u; i < a.nodes; i++) storeOwn(a.h, (first + a.leaves + i) * UNITS, own, REAL(0));
}

void cell(Tree tree, Own own, REAL sums[GATES]) { storeOwn(a.h, tree.at * UNITS, own, tanhOf(sums[0] + load(a.bias, 0u, own))); }
#include "treewalk.glsl"
