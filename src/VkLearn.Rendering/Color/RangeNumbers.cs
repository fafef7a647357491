namespace VkLearn.Rendering;

/// <summary>A range as it was last read back.</summary>
/// <param name="Low">Low end of the colours.</param>
/// <param name="High">High end of the colours.</param>
/// <param name="Least">Least finite value, smoothed.</param>
/// <param name="Greatest">Greatest finite value, smoothed.</param>
/// <param name="HasValues">Whether there was a finite value, ever.</param>
/// <param name="Nans">NaN among the elements looked at.</param>
/// <param name="Infinities">Infinities among the elements looked at.</param>
readonly record struct RangeNumbers(float Low, float High, float Least, float Greatest, bool HasValues, int Nans, int Infinities);
