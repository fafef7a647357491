using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>What <see cref="CaptionEstimate"/> tells.</summary>
/// <param name="ExactMatch">The share of captions that are one of the references word by word.</param>
/// <param name="Bleus"><see cref="Bleu"/> of runs up to one word, two and so on.</param>
/// <param name="Cider"><see cref="Cider.D"/>.</param>
/// <param name="NoImageBleu1">Of what the decoder without an image says of all.</param>
/// <param name="NeighbourBleu1">Of what was said of the training image whose mean features are nearest.</param>
sealed record CaptionMetrics(Metric ExactMatch, IReadOnlyList<Metric> Bleus, Metric Cider, Metric NoImageBleu1, Metric NeighbourBleu1);
