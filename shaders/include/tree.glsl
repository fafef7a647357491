// Nodes of N trees [N, leaves + nodes, ..], in which a tree's words come first and then its inner nodes; for the kernels of recursive nets,
// behind their arguments and what they call the states of all nodes (HIDDEN), of so many numbers (UNITS).
// An inner node by its number among those of all trees, and the rows in which it and its children lie.
struct Tree { uint number, at, left, right; };

Tree treeOf(uint number)
{
    const uint n = divide(number, a.nodes), first = n * (a.leaves + a.nodes);
    return Tree(number, first + a.leaves + number - n * a.nodes, first + uint(a.children.v[2u * number]),
        first + uint(a.children.v[2u * number + 1u]));
}

// A number of the states of both children.
float childAt(Tree tree, uint j) { return HIDDEN.v[j < UNITS ? tree.left * UNITS + j : tree.right * UNITS + j - UNITS]; }
