namespace VkLearn.Data;

/// <summary>The vocabularies of trees, of words.</summary>
static class TreeVocabulary
{
    /// <summary>Of trees to learn from: all words but those that are too rare, the most frequent first.</summary>
    /// <param name="least">How often a word must stand there; others are <see cref="Vocabulary.Unknown"/>, as are words that come later.
    /// </param>
    public static Vocabulary Of(IEnumerable<WordTree> trees, int least) => new(TokenUnit.Word,
    [
        Vocabulary.Unknown,
        .. trees.SelectMany(tree => tree.Words).GroupBy(word => word).Where(group => group.Count() >= least)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key),
    ]);
}
