using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn;

/// <summary>What losses and metrics make of labels: Int32 [rows], classes from 0; those below 0 do not count.</summary>
public static class LabelSyntax
{
    extension(Tensor label)
    {
        /// <summary>1 for each label that counts, else 0: Float32 [rows]. Null: all are known to count, and nothing need be computed.
        /// </summary>
        public Tensor? Counted() => label.IsNonNegative ? null
            : Broadcasting.Apply(new Less(), new Fill([], -1, DType.Int32).Apply()[0], label);

        /// <summary>Whether no element is below 0, as far as is known while tracing.</summary>
        internal bool IsNonNegative => label.Leaf is ConstantLeaf { Values: int[] known } ? Array.TrueForAll(known, value => value >= 0)
            : label.Producer is { } node && node.Op.IsNonNegative(node.Inputs, Array.IndexOf(node.Outputs, label));
    }

    extension(Tensor x)
    {
        /// <summary>Of each row of x [rows, classes] what stands at its label, [rows]: 0 for one below 0, NaN for one beyond the classes.
        /// </summary>
        internal Tensor AtLabel(Tensor label)
        {
            Tensor there = Where.Select(label.OneHot(x.Cols), x, 0f).Sum(-1);
            Tensor isBeyond = Broadcasting.Apply(new Less(), new Fill([], x.Cols - 1, DType.Int32).Apply()[0], label);
            return Where.Select(isBeyond, float.NaN, there);
        }
    }
}
