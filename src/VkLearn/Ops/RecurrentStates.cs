namespace VkLearn;

/// <summary>What a recurrence makes.</summary>
/// <param name="States">The hidden state after each step, [N, T, units].</param>
/// <param name="Last">The hidden state after a sequence's last step, [N, units].</param>
public sealed record RecurrentStates(Tensor States, Tensor Last)
{
    /// <summary>How far each gate was open, [N, T, gates units], in the recurrence's order; null: it has none.</summary>
    public Tensor? Gates { get; init; }
}

/// <summary>What a recurrence with cells makes.</summary>
/// <param name="States">The hidden state after each step, [N, T, units].</param>
/// <param name="Cells">The cell after each step, [N, T, units].</param>
/// <param name="Last">The hidden state after a sequence's last step, [N, units].</param>
/// <param name="LastCell">The cell after that, [N, units].</param>
public sealed record LstmStates(Tensor States, Tensor Cells, Tensor Last, Tensor LastCell)
{
    /// <summary>How far each gate was open, and the candidate, [N, T, 4 units].</summary>
    public required Tensor Gates { get; init; }
}
