using Random = VkLearn.Primitives.Random;

namespace VkLearn;

public static class BernoulliSyntax
{
    extension(Tensor)
    {
        /// <summary>1 with this probability, else 0, new in each replay. They have no gradient.</summary>
        /// <param name="probability">Of a 1, from 0 to 1.</param>
        /// <exception cref="ArgumentException">The probability is not from 0 to 1.</exception>
        public static Tensor Bernoulli(Shape shape, float probability) => probability is >= 0 and <= 1
            ? Random.Uniform(shape) < probability
            : throw new ArgumentException($"Bernoulli: probability must be from 0 to 1, received {probability}.", nameof(probability));
    }

    extension(Tensor probability)
    {
        /// <summary>1 with the probability of each element, else 0, new in each replay. They have no gradient.</summary>
        public Tensor Bernoulli() => Random.Uniform(probability.Shape) < probability;
    }
}
