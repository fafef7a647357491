using VkLearn.Compile;

namespace VkLearn;

public static class GradientSyntax
{
    extension(Tensor loss)
    {
        /// <summary>
        /// The gradients of a scalar with respect to parameters, in their order. They are tensors like any other. Where it depends on some,
        /// those of the others are zeros: an optimiser that is given them still lets weights decay and moments fade.
        /// </summary>
        /// <exception cref="ArgumentException">This is not a scalar.</exception>
        /// <exception cref="InvalidOperationException">A parameter was updated between the forward and this, or the scalar depends on none
        /// of them.</exception>
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

        /// <summary>The gradients of a scalar with respect to values that it was computed from; zeros where it was not.</summary>
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
        if (places.Count > 0 && gradients.All(gradient => gradient is null))
        {
            throw Nothing(loss, of, places);
        }

        return [.. gradients.Select((gradient, i) => gradient ?? Tensor.Zeros(of[i].Shape))];
    }

    /// <summary>Zeros for all would be learning nothing without a word.</summary>
    static InvalidOperationException Nothing(Tensor loss, Tensor[] of, IReadOnlyCollection<Place> places)
    {
        const int most = 3;
        string names = string.Join(", ", places.Take(most).Select(place => place.Path))
            + (places.Count > most ? $" and {places.Count - most} more" : "");
        HashSet<Tensor> read = [.. Node.Before([loss]).SelectMany(node => node.Inputs), loss];
        return new(of.Any(read.Contains)
            ? $"{loss} has no gradient by any of {names}: it reaches them only through Detach(), or through what has none, such as "
                + "a comparison or ArgMax. Take the loss of what was not detached."
            : $"{loss} depends on none of {names}. Was it made by another model, or by this one before an update? "
                + "Ask for the parameters of the model whose Forward made it.");
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
