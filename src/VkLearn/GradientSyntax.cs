namespace VkLearn;

public static class GradientSyntax
{
    extension(Tensor loss)
    {
        /// <summary>The gradients of a scalar with respect to parameters, zeros where it does not depend on one. They are tensors like any other.</summary>
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
            throw new ArgumentException($"Gradients are taken of a Float32 scalar, received {loss}. Reduce it first, with Mean() or Sum().");
        }

        List<Node> forward = Node.Before([loss]);
        Tensor?[] gradients = Differentiation.Of([loss], [Tensor.Ones(loss.Shape)], of);
        long last = forward.Count > 0 ? forward[^1].Id : 0;
        List<Node> backward = Node.Before(gradients.OfType<Tensor>());
        Trace.Current.RefuseStale(forward, backward.Where(node => node.Id > last), places);
        return [.. gradients.Select((gradient, i) => gradient ?? Tensor.Zeros(of[i].Shape))];
    }
}
