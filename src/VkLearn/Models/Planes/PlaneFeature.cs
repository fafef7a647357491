namespace VkLearn.Models;

/// <summary>A number that is made of a point on a plane before a network sees it (as in TensorFlow Playground, Smilkov et al. 2017).
/// </summary>
public enum PlaneFeature
{
    /// <summary>The place to the right.</summary>
    X,

    /// <summary>The place upwards.</summary>
    Y,

    /// <summary>x squared.</summary>
    XX,

    /// <summary>y squared.</summary>
    YY,

    /// <summary>x times y.</summary>
    XY,

    /// <summary>The sine of 2 x: a wave of a period of about 3.</summary>
    SinX,

    /// <summary>The sine of 2 y.</summary>
    SinY,
}

/// <summary>What features are called and computed by.</summary>
static class PlaneFeatures
{
    const float Frequency = 2;

    extension(PlaneFeature feature)
    {
        /// <summary>As a formula.</summary>
        public string Formula => feature switch
        {
            PlaneFeature.XX => "x\u00b2",
            PlaneFeature.YY => "y\u00b2",
            PlaneFeature.SinX => "sin 2x",
            PlaneFeature.SinY => "sin 2y",
            _ => $"{feature}".ToLowerInvariant(),
        };

        /// <param name="x">[N, 1].</param>
        /// <param name="y">[N, 1].</param>
        public Tensor Of(Tensor x, Tensor y) => feature switch
        {
            PlaneFeature.X => x,
            PlaneFeature.Y => y,
            PlaneFeature.XX => x * x,
            PlaneFeature.YY => y * y,
            PlaneFeature.XY => x * y,
            PlaneFeature.SinX => (x * Frequency).Sin(),
            _ => (y * Frequency).Sin(),
        };
    }
}
