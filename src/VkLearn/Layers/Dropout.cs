using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Layers
{
    /// <summary>
    /// In training sets a share of the elements to 0, new ones each step, and scales the others so that the mean stays (Srivastava et al.
    /// 2014, inverted); in evaluation does nothing.
    /// </summary>
    public sealed class Dropout : Layer
    {
        readonly float rate;

        /// <param name="rate">The share set to 0, from 0 to below 1.</param>
        public Dropout(float rate)
        {
            this.rate = rate is >= 0 and < 1 ? rate
                : throw new ArgumentException($"Dropout: rate must be from 0 to below 1, received {rate}.", nameof(rate));
        }

        protected override Tensor Apply(Tensor input) => IsTraining && rate > 0 ? input.Dropout(rate) : input;

        [ModuleInitializer]
        internal static void Register() => Catalog<Layer>.Add("Dropout",
            "In training sets a share of the elements to 0 and scales the others (Srivastava et al. 2014).",
            settings => new Dropout(settings.Float("rate")));
    }
}

namespace VkLearn
{
    public static class DropoutSyntax
    {
        extension(Tensor x)
        {
            /// <summary>Sets a share of the elements to 0 and scales the others by 1 / (1 - rate), whatever the recording is for.</summary>
            public Tensor Dropout(float rate)
            {
                // The mask is drawn again in the backward pass, from the same stream, instead of being kept.
                Tensor keeps = Random.Uniform(x.Shape) < 1 - rate;
                return Where.Select(keeps, x * (1 / (1 - rate)), Tensor.Zeros(x.Shape));
            }
        }
    }
}
