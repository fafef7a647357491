using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>Rows that were picked from a table, such as an embedding's.</summary>
static class LookedUp
{
    /// <summary>
    /// What is made of each row by itself. Of a table that has at most half as many rows as were picked it is made of those, and then
    /// picked: the same bits for less, and the gradients' products too are of the table's rows.
    /// </summary>
    /// <param name="rows">[count, features].</param>
    /// <param name="product">[any, features] to [any, ..].</param>
    public static Tensor Product(Tensor rows, Func<Tensor, Tensor> product)
    {
        Tensor from = rows;
        while (from.Producer is { Op: Reshape } reshaped)
        {
            from = reshaped.Inputs[0];
        }

        return from.Producer is { Op: Gather { Axis: 0 }, Inputs: [{ Shape.Rank: 2 } table, var index] }
            && table.Cols == rows.Cols && 2 * table.Rows <= rows.Rows ? product(table).Gather(index) : product(rows);
    }
}
