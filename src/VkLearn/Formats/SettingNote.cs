namespace VkLearn.Formats;

/// <summary>What a probe learned of a key, or of the object that holds all keys.</summary>
sealed class SettingNote(string key = "", SettingNote? holder = null)
{
    const int FewestOfARecursion = 3; // keys that a part has in common with what it is a part of, to be taken for the same again

    readonly List<Question> questions = [];
    readonly List<SettingNote> parts = [];
    HashSet<string>? sameAs; // keys whose value was the fallback in each reading
    string? fallback, catalog;
    bool isFallbackVaried;

    // What a reader first asks whether it is given, or has a fallback for, may be left out.
    bool IsRequired => questions is [{ Fallback: null, Kind: not QuestionKind.Given }, ..];

    public bool IsAskedForNumber { get; private set; }

    /// <summary>Whether its keys are names of the writer's own.</summary>
    public bool AreKeysFree { get; private set; }

    public bool IsList => questions.Exists(question => question.Kind == QuestionKind.List);

    /// <summary>Keys from the whole down to this one.</summary>
    public IReadOnlyList<string> Path => holder is null ? [] : [.. holder.Path, key];

    /// <summary>Whether it is made of what it is a part of: rows of columns of rows.</summary>
    bool IsRecursive
    {
        get
        {
            string[] keys = [.. parts.Select(part => part.Key)];
            for (SettingNote? above = holder; above is not null && keys.Length >= FewestOfARecursion; above = above.Holder)
                if (keys.All(key => above.parts.Exists(part => part.Key == key))) return true;
            return false;
        }
    }

    string Key => key;

    SettingNote? Holder => holder;

    /// <summary>Adds what a reader asked of these settings.</summary>
    public void Add(Settings settings)
    {
        (catalog, IsAskedForNumber) = (catalog ?? settings.Catalog, IsAskedForNumber || settings.IsAskedForNumber);
        AreKeysFree |= settings.IsAskedForKeys;
        foreach (Question question in settings.Asked.Where(question => !question.IsOfType))
        {
            SettingNote part = PartOf(question.Key);
            part.Add(question, settings);
            foreach (Settings read in settings.PartsOf(question.Key)) part.Add(read);
        }
    }

    public SettingNote At(IEnumerable<string> path) => path.Aggregate(this, (note, key) => note.PartOf(key));

    /// <summary>All keys of which more is known only once they are given.</summary>
    public IEnumerable<SettingNote> Unexplored(int deepest) => deepest == 0 || IsRecursive ? [] : parts.SelectMany(part =>
        (part.IsAskedForNumber || part.questions.Exists(q => q.Kind is QuestionKind.Given) ? [part] : (SettingNote[])[])
            .Concat(part.Unexplored(deepest - 1)));

    public IReadOnlyList<Setting> Settings() => IsRecursive || AreKeysFree ? [] : [.. parts.Select(part => part.Setting())];

    SettingNote PartOf(string key)
    {
        if (parts.Find(part => part.Key == key) is not { } found) parts.Add(found = new(key, this));
        return found;
    }

    void Add(Question question, Settings settings)
    {
        if (!questions.Exists(q => q.Kind == question.Kind)) questions.Add(question);
        if (question.Fallback is null) return;
        isFallbackVaried |= fallback is not null && fallback != question.Fallback;
        fallback = question.Fallback;
        IEnumerable<string> same = settings.KeysOf(question.Fallback).Where(other => other != key);
        sameAs = sameAs is null ? [.. same] : [.. sameAs.Intersect(same)];
    }

    Setting Setting() => new(key, Kind(), isFallbackVaried ? sameAs?.FirstOrDefault() : fallback, IsRequired, Settings());

    string Kind()
    {
        if (AreKeysFree) return $"object: to each name of yours, {string.Join(" or ", parts.Select(part => part.Kind()).Distinct())}";
        string[] kinds = [.. questions.Select(KindOf).OfType<string>().Concat(catalog is not null && !IsList ? [catalog] : []).Distinct()];
        return kinds is not [] ? string.Join(" or ", kinds) : parts.Count > 0 ? "object" : "anything";
    }

    string? KindOf(Question question) => question.Kind switch
    {
        QuestionKind.Text when key == "type" && holder?.catalog is { } of => $"type of a {of}, whose settings follow",
        QuestionKind.Whole => Between("whole number", question),
        QuestionKind.Wholes => "list of " + Between("whole numbers", question),
        QuestionKind.Number => Between("number", question),
        QuestionKind.Numbers => "list of numbers",
        QuestionKind.Flag => "true or false",
        QuestionKind.Names => "a name, or a list of names",
        QuestionKind.Text => "text",
        QuestionKind.Path => "file or folder",
        QuestionKind.Choice => $"one of {string.Join(", ", question.Choices!)}",
        QuestionKind.List => IsRecursive ? "list of the same" : catalog is not null ? $"list of {catalog}" : "list of objects",
        _ => null,
    };

    // The smallest number above 0 is said as what it stands for.
    static string Between(string what, Question question) => question.Min is "1E-45" or "5E-324"
        ? $"{what} above 0" + (question.Max is { } max ? $" and at most {max}" : "")
        : SettingsWords.Between(what, question.Min, question.Max);
}
