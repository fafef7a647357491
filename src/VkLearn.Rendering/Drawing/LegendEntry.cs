namespace VkLearn.Rendering;

/// <summary>How a curve is drawn, as its legend shows.</summary>
public enum CurveLook
{
    /// <summary>A line in a colour of its own.</summary>
    Strong,

    /// <summary>Faint, in the same colour: the values that a strong one smooths.</summary>
    Raw,

    /// <summary>Grey: of an earlier run.</summary>
    Earlier,
}

/// <summary>
/// A curve (its index gives its colour by <see cref="Theme.Curve"/>), its name and latest value, at the right of a view's title. Where
/// there is little room, only strong ones are named.
/// </summary>
public sealed record LegendEntry(int Curve, string Name, string Value, CurveLook Look = CurveLook.Strong);
