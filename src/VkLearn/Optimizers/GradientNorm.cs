using VkLearn.Compile;

namespace VkLearn.Optimizers;

public static class GradientNormSyntax
{
    extension(Tensor loss)
    {
        /// <summary>
        /// The norm of a scalar's gradients by all of a model's parameters that are not frozen, together: a scalar. To be asked for before
        /// they are updated; the gradients are those that <see cref="Optimizer.Minimize(Tensor, Layer)"/> then takes, computed once.
        /// </summary>
        public Tensor GradientNorm(Layer of)
        {
            IReadOnlyList<Parameter> parameters = of.Trainable;
            Session session = Trace.Current.Device;
            foreach (Parameter parameter in parameters)
            {
                session.Settle(parameter);
            }

            return Clipping.Norm(loss.Gradients(parameters), [.. PlaceRanges.Of([parameters])]);
        }
    }
}
