using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Training;

namespace VkLearn.Cli;

/// <summary>What runs: as it was asked for, and as its user has changed it since.</summary>
/// <param name="Scene">Read, to be run once.</param>
sealed record Variation(RunRequest Request, SceneFile Scene)
{
    /// <summary>What ran before, to go back to where this one cannot be made; null: it is the first.</summary>
    public RunRequest? Before { get; private init; }

    /// <summary>What its learners go on with, by their names.</summary>
    public IReadOnlyDictionary<string, Learned> Learned { get; private init; } = new Dictionary<string, Learned>();

    /// <summary>What those of before had learned.</summary>
    IReadOnlyDictionary<string, Learned> LearnedBefore { get; init; } = new Dictionary<string, Learned>();

    public static Variation Read(RunRequest request) => new(request, SceneFile.Read(request.Scene, request.Changes));

    /// <summary>What the user wants of it; itself where that cannot be read.</summary>
    /// <param name="learned">By its learners.</param>
    /// <param name="note">Told what was changed, or why nothing was.</param>
    public Variation After(SceneChange change, IReadOnlyDictionary<string, Learned> learned, Action<string> note)
    {
        try
        {
            Variation next = Read(Request.After(change));
            note($"changed {change}");
            return next with { Before = Request, Learned = change.KeepsLearned ? learned : next.Learned, LearnedBefore = learned };
        }
        catch (SettingsException refused)
        {
            return Kept(Request, learned, refused, note);
        }
    }

    /// <summary>What ran before this one, which is refused; it goes on with what it had learned. There must have been one.</summary>
    public Variation Back(SettingsException refused, Action<string> note) => Kept(Before!, LearnedBefore, refused, note);

    static Variation Kept(RunRequest request, IReadOnlyDictionary<string, Learned> learned, SettingsException refused, Action<string> note)
    {
        note($"kept    as it was: {refused.Message}");
        return Read(request) with { Learned = learned };
    }
}
