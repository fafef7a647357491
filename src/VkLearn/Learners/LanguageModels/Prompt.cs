using VkLearn.Data;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// What a language model is to begin with while it writes: tokens that take the place of those that it would write, one after the other,
/// until there are none left.
/// </summary>
sealed class Prompt
{
    const int Most = 512, None = -1;

    int[] tokens = [];
    State? left; // what is still to be written, -1 behind it; there once it is traced

    /// <summary>As the user wrote it.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Takes another one, for the next beginning.</summary>
    /// <exception cref="ArgumentException">It is too long.</exception>
    /// <exception cref="Formats.DataException">It has a character that was not learned.</exception>
    public void Set(string text, Vocabulary vocabulary)
    {
        int[] encoded = vocabulary.Encode(text, "prompt");
        tokens = encoded.Length <= Most ? encoded : throw new ArgumentException(
            $"the prompt has {encoded.Length} tokens, and there is room for {Most}. Write a shorter one.");
        Text = text;
    }

    /// <summary>The next token, to be traced: its own, or the one that was drawn.</summary>
    /// <param name="drawn">Int32 [1].</param>
    public Tensor Next(Tensor drawn)
    {
        left ??= new State("prompt", [Most], Whole());
        Tensor queue = left.Value.Cast(DType.Float32), next = queue.Slice(0, 0, 1);
        left.Assign(Concat.Of(0, queue.Slice(0, 1, Most - 1), Tensor.Full([1], None)).Cast(DType.Int32));
        return Where.Select(next < 0f, drawn.Cast(DType.Float32), next).Cast(DType.Int32);
    }

    /// <summary>All of it is to be written again.</summary>
    /// <returns>Whether anybody writes it: it was traced.</returns>
    public bool Begin()
    {
        bool isWritten = left?.Memory is not null;
        if (isWritten)
        {
            left!.LoadInt32(Whole());
        }

        return isWritten;
    }

    int[] Whole() => [.. tokens, .. Enumerable.Repeat(None, Most - tokens.Length)];
}
