namespace VkLearn.Engine.Views;

/// <summary>Places all over a plane that goes as far from 0 each way.</summary>
static class PlaneGrid
{
    /// <summary>The middles of so many cells each way, row by row from the left top: [size * size, 2].</summary>
    public static Tensor Middles(int size, double reach)
    {
        float At(int i) => (float)(reach * ((2 * i + 1.0) / size - 1));
        return Tensor.From([.. from row in Enumerable.Range(0, size) from column in Enumerable.Range(0, size)
            from value in (float[])[At(column), -At(row)] select value], [size * size, 2]);
    }
}
