using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>Which recordings of words are for the test.</summary>
public enum WordSplitBy
{
    /// <summary>The first recordings of each speaker and word, or where indices are not known a share of each word.</summary>
    Recording,

    /// <summary>All of one speaker, who is not heard in training.</summary>
    Speaker,
}

/// <summary>How recordings of words are divided into those to learn from and those to test on.</summary>
/// <param name="Speaker">Who is left out of training; null: the first by name.</param>
public sealed record WordSplit(WordSplitBy By = WordSplitBy.Recording, string? Speaker = null)
{
    const int FirstForTest = 5, TestEvery = 5;

    /// <summary>Reads <c>"split"</c>, and <c>"speaker"</c> where it is by that.</summary>
    internal static WordSplit Read(Settings settings, WordSplitBy fallback = WordSplitBy.Recording)
    {
        WordSplitBy by = settings.OneOf<WordSplitBy>("split", fallback);
        string speaker = by == WordSplitBy.Speaker ? settings.Text("speaker", "") : "";
        return new(by, speaker.Length > 0 ? speaker : null);
    }

    /// <summary>Whether each recording is for the test.</summary>
    /// <exception cref="DataException">There is no such speaker, or one of the parts would be empty.</exception>
    internal bool[] Tested(string path, IReadOnlyList<WordRecording> all)
    {
        bool[] tested = By == WordSplitBy.Speaker ? OfSpeaker(path, all)
            : all.All(one => one.Index >= 0) ? [.. all.Select(one => one.Index < FirstForTest)]
            : EveryFifth(all);
        return tested.Contains(true) && tested.Contains(false) ? tested : throw new DataException(path,
            $"{all.Count} recordings are too few: all are for {(tested[0] ? "the test" : "training")}");
    }

    bool[] OfSpeaker(string path, IReadOnlyList<WordRecording> all)
    {
        string[] speakers = [.. all.Select(one => one.Speaker).Distinct().Order(StringComparer.Ordinal)];
        string left = Speaker ?? speakers[0];
        return speakers.Contains("") || speakers.Length < 2
            ? throw new DataException(path,
                "names of files say no speakers, or one only; use split: \"recording\", or names like WORD_SPEAKER_INDEX.wav")
            : speakers.Contains(left) ? [.. all.Select(one => one.Speaker == left)]
            : throw new DataException(path, $"has no speaker \"{left}\"; those are {string.Join(", ", speakers)}");
    }

    /// <summary>The second of each five of a word, as of folders of images.</summary>
    static bool[] EveryFifth(IReadOnlyList<WordRecording> all)
    {
        Dictionary<string, int> seen = [];
        return [.. all.Select(one => (seen[one.Word] = seen.GetValueOrDefault(one.Word) + 1) % TestEvery == 2)];
    }
}
