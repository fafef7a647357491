namespace VkLearn.Learners;

/// <summary>What a writer knows of the text so far.</summary>
interface ITextContext
{
    /// <summary>What the model makes of the last token, knowing those before it: [1, features]. To be traced.</summary>
    Tensor Hidden();

    /// <summary>What is seen of the model's inside after <see cref="Hidden"/>: [units]. To be traced.</summary>
    Tensor Cells(Tensor hidden);

    /// <summary>A token more, a float [1]. To be traced.</summary>
    void Append(Tensor token);

    /// <summary>Begins anew, after a prompt of at least a token.</summary>
    /// <param name="step">Does what was traced once.</param>
    void Begin(ReadOnlySpan<int> prompt, Action step);
}
