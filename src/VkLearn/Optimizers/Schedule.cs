using System.Text;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>
/// A learning rate by the number of steps of training made before, evaluated on the device: all updates of one step have the same. A plain
/// number is a constant one.
/// </summary>
public abstract record Schedule
{
    /// <summary>Whether it is the same in all steps, so that it can be set between them.</summary>
    public virtual bool IsConstant => false;

    /// <summary>The rate of the first step, if it is constant.</summary>
    internal virtual float Initial => 0;

    /// <summary>The rate after a number of steps, both scalars.</summary>
    public abstract Tensor At(Tensor step);

    /// <summary>The same schedule, for a run of so many steps if it was not told how many.</summary>
    public virtual Schedule Over(int steps) => this;

    /// <summary>By how tests go the rate is reduced; null: by none.</summary>
    public virtual PlateauSchedule? OnPlateau => null;

    /// <summary>A length that was given, or set by <see cref="Over"/>.</summary>
    /// <exception cref="InvalidOperationException">It is neither, 0.</exception>
    protected int Known(int steps) => steps > 0 ? steps : throw new InvalidOperationException(
        $"{GetType().Name.Replace("Schedule", "")}: the length is not known yet; give steps, or let a trainer set that of the run.");

    /// <summary>Its text, which checkpoints keep, has the numbers that it was made with and nothing that follows from them.</summary>
    protected virtual bool PrintMembers(StringBuilder text) => false;

    public static implicit operator Schedule(float rate) => new ConstantSchedule(rate);

    /// <summary>Reads an optimiser's "learningRate": a number, or a schedule by its type.</summary>
    internal static Schedule Read(Settings optimizer)
    {
        Settings settings = optimizer.Required("learningRate");
        return settings.IsNumber ? new ConstantSchedule(optimizer.Float("learningRate", min: 0)) : Catalog<Schedule>.Read(settings);
    }
}
