using VkLearn.Data;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;
using SkiaSharp;

namespace VkLearn.Engine.Views;

/// <summary>What a learner of points on a plane says of places, and which kinds its points are of: two classes, or numbers from -1 to 1.
/// </summary>
sealed class PlaneAnswers
{
    const float Margin = 1;  // where a machine is sure
    const int OfNumbers = 5; // kinds

    readonly Learner learner;
    readonly string field; // the column that is to be said
    readonly bool isOfClasses;

    /// <param name="who">Shows it.</param>
    /// <exception cref="ArgumentException">It is of something else.</exception>
    public PlaneAnswers(string who, Learner learner, Dataset data)
    {
        this.learner = learner;
        Field? label = data.Fields.FirstOrDefault(one => one.Meaning is Meaning.Label);
        Field target = label ?? data.Fields[^1];
        string[] classes = [.. (label?.Meaning as Meaning.Label)?.Names ?? []];
        isOfClasses = label is not null;
        if (data.Shape != [2] || (isOfClasses ? classes.Length != 2 : data.Fields.Count < 2 || target.Shape.Count != 1))
        {
            throw new ArgumentException($"{who} is of points [2] of two classes, or with a number each; these are {data.Shape}"
                + (isOfClasses ? $" of {classes.Length} classes." : "."));
        }

        field = target.Name;
        Names = isOfClasses ? classes : [.. Enumerable.Range(0, OfNumbers).Select(i => $"{2.0 * i / (OfNumbers - 1) - 1:0.#}")];
    }

    /// <summary>Of kinds of points, the legend's.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The end of what is said, both ways.</summary>
    public float Most => Machine is null ? 1 : 2 * Margin;

    /// <summary>Whose points hold the boundary; null: none do.</summary>
    public SupportVectorMachine? Machine =>
        learner is SupportVectorLearner ? learner.Models.OfType<SupportVectorMachine>().First() : null;

    /// <summary>Of places [N, 2] what it says, [N]: a machine by how far they are from its boundary, others by how much more likely the
    /// first class is; or a number.</summary>
    public Tensor Of(Tensor places)
    {
        if (Machine is { } machine)
        {
            return machine.Decisions(places).Reshape([places.Shape[0]]);
        }

        Tensor said = learner.Answer(places);
        return (isOfClasses ? said.Slice(1, 0, 1) - said.Slice(1, 1, 1) : said).Reshape([places.Shape[0]]);
    }

    /// <summary>The kind of each item.</summary>
    public int[] KindsOf(Dataset data) => [.. data.Read(field).Select(value => isOfClasses ? (int)value
        : (int)Math.Clamp(Math.Round((value + 1) / 2 * (OfNumbers - 1)), 0, OfNumbers - 1))];

    /// <summary>What a click with a button of the pointer says of its place: its class, or its number.</summary>
    public float ValueOf(int button) => isOfClasses ? button : button == 0 ? 1 : -1;

    /// <summary>Orange where it says more than 0, blue where less, as the field.</summary>
    public SKColor ColorOf(int kind, Theme theme)
    {
        float said = isOfClasses ? 1 - 2 * kind : 2 * kind / (OfNumbers - 1f) - 1, share = Math.Abs(said);
        (SKColor from, SKColor to) = (theme.Muted, said < 0 ? theme.Accent : theme.Wrong);
        byte Between(byte none, byte all) => (byte)(none + (all - none) * share);
        return new(Between(from.Red, to.Red), Between(from.Green, to.Green), Between(from.Blue, to.Blue));
    }
}
