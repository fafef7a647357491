using VkLearn.Compile;

namespace VkLearn;

public static class GradientSyntax
{
    extension(Tensor loss)
    {
        /// <summary>
        /// The gradients of a scalar with respect to parameters, zeros where it does not depend on one. They are tensors like any other.
        /// </summary>
        /// <exception cref="ArgumentException">This is not a scalar.</exception>
        /// <exception cref="InvalidOperationException">A parameter was updated between the forward and this.</exception>
        public Tensor[] Gradients(IReadOnlyList<Parameter> of)
        {
            Tensor[] gradients = Of(loss, [.. of.Select(parameter => parameter.Value)], of);
            for (int i = 0; i < gradients.Length; i++)
            {
                gradients[i].Name ??= $"{of[i].Path}:gradient";
            }

            return gradients;
        }

        /// <inheritdoc cref="extension(Tensor).Gradients(IReadOnlyList{Parameter})"/>
        public Tensor[] Gradients(Layer of) => loss.Gradients(of.Parameters);

        /// <summary>The gradients of a scalar with respect to values that it was computed from.</summary>
        public Tensor[] Gradients(params Tensor[] of) => Of(loss, of, []);
    }

    static Tensor[] Of(Tensor loss, Tensor[] of, IReadOnlyCollection<Place> places)
    {
        if (loss.Shape.Count != 1 || loss.Type != DType.Float32)
        {
            throw new ArgumentException(
                $"Gradients are taken of a Float32 scalar, received {loss}. Reduce it first, with Mean() or Sum().");
        }

        HashSet<Tensor> sources = [.. of];
        List<Node> forward = Node.Before([loss], tensor => sources.Contains(tensor) || tensor.Producer is { Op.PassesGradients: false });
        Tensor?[] gradients = Differentiation.Of([loss], [Tensor.Ones(loss.Shape)], of);
        long last = loss.Producer?.Id ?? 0;
        if (gradients.All(gradient => gradient is null))
        {
            RefuseForgotten(forward.SelectMany(node => node.Inputs).Append(loss).Except(sources));
        }

        List<Node> backward = Node.Before(gradients.OfType<Tensor>());
        Trace.Current.RefuseStale(forward, backward.Where(node => node.Id > last), places);
        return [.. gradients.Select((gradient, i) => gradient ?? Tensor.Zeros(of[i].Shape))];
    }

    /// <summary>
    /// Outside a recording reading a value computes it, and then it is no longer known how: its gradient would silently be zero.
    /// </summary>
    static void RefuseForgotten(IEnumerable<Tensor> forward)
    {
        if (forward.FirstOrDefault(tensor => tensor.Leaf is MemoryLeaf { IsComputed: true }) is { } computed)
        {
            throw new InvalidOperationException(
                $"{computed} was computed before this gradient was asked for, and how is forgotten. " +
                $"Take gradients before reading what they pass through.");
        }
    }
}
