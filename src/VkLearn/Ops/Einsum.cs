using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// A sum over products whose axes are named by letters, as NumPy's einsum: operands go together two by two, from the left, as matrix
    /// products.
    /// </summary>
    sealed class Einsum
    {
        readonly string equation;
        readonly string[] inputs;
        readonly string output;
        readonly Dictionary<char, int> sizes = [];

        Einsum(string equation, Tensor[] operands)
        {
            this.equation = equation;
            Require(operands.Length > 0, "it needs one operand or more");
            string[] sides = equation.Replace(" ", "").Split("->");
            inputs = sides[0].Split(',');
            output = sides.Length == 2 ? sides[1] : string.Concat(sides[0].Where(char.IsAsciiLetter).GroupBy(letter => letter)
                .Where(same => same.Count() == 1).Select(same => same.Key).Order());
            Require(sides.Length <= 2 && inputs.Append(output).All(part => part.All(char.IsAsciiLetter)),
                "an equation is letters with commas between operands and at most one ->; write each axis as a letter, not as ...");
            Require(inputs.Length == operands.Length, $"it names {inputs.Length} operands, received {operands.Length}");
            foreach ((string letters, Tensor operand) in inputs.Zip(operands))
            {
                ReadSizes(letters, operand);
            }

            Require(output.Distinct().Count() == output.Length && output.All(sizes.ContainsKey),
                "the result must name letters of the operands, each once");
        }

        public static Tensor Of(string equation, Tensor[] operands)
        {
            Einsum einsum = new(equation, operands);
            (string letters, Tensor product) = einsum.Alone(0, operands[0]);
            for (int i = 1; i < operands.Length; i++)
            {
                (letters, product) = einsum.Product(letters, product, einsum.Alone(i, operands[i]), after: i + 1);
            }

            return Ordered(letters, product, einsum.output);
        }

        void ReadSizes(string letters, Tensor operand)
        {
            Require(letters.Length == operand.Shape.Rank, $"\"{letters}\" names {letters.Length} axes, received {operand.Shape}");
            for (int i = 0; i < letters.Length; i++)
            {
                Require(sizes.TryAdd(letters[i], operand.Shape[i]) || sizes[letters[i]] == operand.Shape[i],
                    $"{letters[i]} is {sizes[letters[i]]} and, in {operand.Shape}, {operand.Shape[i]}");
            }
        }

        void Require(bool isRight, string rule)
        {
            if (!isRight)
            {
                throw new ArgumentException($"Einsum \"{equation}\": {rule}.");
            }
        }

        /// <summary>An operand, of letters that it has twice the diagonal, without letters that nobody else names.</summary>
        (string Letters, Tensor Tensor) Alone(int operand, Tensor tensor)
        {
            string letters = inputs[operand];
            while (letters.FirstOrDefault(letter => letters.IndexOf(letter) != letters.LastIndexOf(letter)) is var twice and not '\0')
            {
                (letters, tensor) = Diagonal(letters, tensor, twice);
            }

            string others = string.Concat(inputs.Where((_, i) => i != operand)) + output;
            return Summed(letters, tensor, letter => others.Contains(letter));
        }

        (string Letters, Tensor Tensor) Diagonal(string letters, Tensor tensor, char twice)
        {
            int first = letters.IndexOf(twice), last = letters.LastIndexOf(twice), n = sizes[twice];
            int[] order = [.. Enumerable.Range(0, letters.Length).Where(axis => axis != first && axis != last), first, last];
            string rest = string.Concat(order[..^2].Select(axis => letters[axis]));
            Tensor square = tensor.Permute(order).Reshape([.. Sizes(rest), n * n]);
            return (rest + twice, square.Gather(Tensor.From([.. Enumerable.Range(0, n).Select(i => i * (n + 1))], [n]), axis: -1));
        }

        static (string Letters, Tensor Tensor) Summed(string letters, Tensor tensor, Func<char, bool> isKept)
        {
            for (int axis = letters.Length - 1; axis >= 0; axis--)
            {
                if (!isKept(letters[axis]))
                {
                    (letters, tensor) = (letters.Remove(axis, 1), tensor.Sum(axis));
                }
            }

            return (letters, tensor);
        }

        /// <summary>Letters of both that are needed later are a batch; those that are not are summed over, by a matrix product.</summary>
        /// <param name="after">The first operand that is still to come.</param>
        (string Letters, Tensor Tensor) Product(string ofA, Tensor a, (string Letters, Tensor Tensor) b, int after)
        {
            string later = string.Concat(inputs.Skip(after)) + output;
            string both = string.Concat(ofA.Where(b.Letters.Contains)), batch = string.Concat(both.Where(later.Contains));
            string summed = string.Concat(both.Except(batch));
            string onlyA = string.Concat(ofA.Except(both)), onlyB = string.Concat(b.Letters.Except(both));
            int n = Count(batch), rows = Count(onlyA), depth = Count(summed), cols = Count(onlyB);
            Tensor left = Ordered(ofA, a, batch + onlyA + summed), right = Ordered(b.Letters, b.Tensor, batch + summed + onlyB);
            Tensor product = summed.Length == 0 ? left.Reshape([n, rows, 1]) * right.Reshape([n, 1, cols])
                : batch.Length == 0 ? left.Reshape([rows, depth]).MatMul(right.Reshape([depth, cols]))
                : left.Reshape([n, rows, depth]).MatMul(right.Reshape([n, depth, cols]));
            string letters = batch + onlyA + onlyB;
            return (letters, product.Reshape(Shape.Of([.. Sizes(letters)])));
        }

        IEnumerable<int> Sizes(string letters) => letters.Select(letter => sizes[letter]);

        int Count(string letters) => checked((int)Shape.Of([.. Sizes(letters)]).Count);

        static Tensor Ordered(string letters, Tensor tensor, string wanted) =>
            letters == wanted ? tensor : tensor.Permute([.. wanted.Select(letter => letters.IndexOf(letter))]);
    }
}

namespace VkLearn
{
    public static class EinsumSyntax
    {
        extension(Tensor)
        {
            /// <summary>
            /// A sum over products by an equation that names axes by letters: <c>Tensor.Einsum("bij,bjk->bik", a, b)</c> is a batch of
            /// matrix products. Letters that the result does not name are summed over; one twice in an operand takes its diagonal; without
            /// an arrow the result has those that stand once, in alphabetical order (NumPy's rules).
            /// </summary>
            /// <exception cref="ArgumentException">The equation does not fit the operands; the message says where.</exception>
            public static Tensor Einsum(string equation, params Tensor[] operands) => Ops.Einsum.Of(equation, operands);
        }
    }
}
