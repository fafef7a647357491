using System.Globalization;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// What is wrong with a layer, and what helps. The limits: weights usually change by about a thousandth in a step, and two in five units of
/// a network can be dead where the learning rate is too high (Karpathy 2015, CS231n notes, "Neural Networks" 1 and 3); a hundred times more
/// or less change is told of here. Activations that fade or grow from layer to layer come of weights of the wrong size (Glorot and Bengio
/// 2010); a thousandth and a thousand are where float16 begins to lose them. A gradient that is no number comes of steps that are too long,
/// which clipping bounds (Pascanu et al. 2013).
/// </summary>
static class LayerHealth
{
    const float MostDead = 0.4f, UsualUpdate = 1e-3f, Factor = 100, LeastDeviation = 1e-3f, MostDeviation = 1e3f;

    /// <param name="isRateFalling">Whether the learning rate is to become small by itself, so that small steps say nothing.</param>
    /// <returns>A sentence; null where it is healthy.</returns>
    public static string? Of(string layer, LayerNumbers numbers, bool isRateFalling = false)
    {
        (_, float deviation, float dead, float update, float gradient) = numbers;
        return !float.IsFinite(gradient) ? $"The gradient of {layer} is no finite number: a lower learning rate or clipNorm helps."
            : dead >= MostDead ? $"{dead.ToString("0 %", CultureInfo.InvariantCulture)} of the units of {layer} are never active: "
                + "a lower learning rate or LeakyRelu helps."
            : gradient == 0 ? $"No gradient reaches {layer}: what follows it is saturated or dead."
            : update > UsualUpdate * Factor ? $"{layer} changes by {Numbers.Percent(update)} in a step: a lower learning rate helps."
            : !isRateFalling && update > 0 && update < UsualUpdate / Factor
                ? $"{layer} hardly changes in a step: a higher learning rate helps."
            : deviation < LeastDeviation ? $"The activations of {layer} hardly differ: larger first weights or a norm before it help."
            : deviation > MostDeviation ? $"The activations of {layer} are very large: smaller first weights or a norm before it help."
            : null;
    }
}
