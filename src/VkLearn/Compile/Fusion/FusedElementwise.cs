namespace VkLearn.Compile;

/// <summary>Dispatches an elementwise program by itself (shaders/ops/Elementwise.comp).</summary>
static class FusedElementwise
{
    public static void Dispatch(Pass pass, FusedProgram program, IReadOnlyList<Tensor> outputs)
    {
        long count = outputs[0].Shape.Count;
        Arg[] arguments =
        [
            .. Addresses([.. program.Inputs.Select(input => (Arg)input.Tensor)], FusedProgram.MaxInputs),
            .. Addresses([.. outputs], FusedProgram.MaxOutputs),
            Counters(pass, program),
            (int)count,
            .. program.Sizes.Select(size => (Arg)size),
            .. program.ImmediateArguments,
        ];
        int axes = FusedProgram.MaxAxes - program.Sizes.TakeWhile(size => size == 1).Count(), run = Run(pass, program);
        uint local = pass.FewLocalSize;
        pass.Dispatch("Elementwise", pass.InRounds(program.Halves == 0 ? count / run : (count + 1) / 2, local),
            local, [.. program.Constants, ("AXES", axes), ("RUN", run)], arguments);
    }

    /// <summary>
    /// How many neighbours an invocation makes one after the other, so that what is the same for all, such as a number a channel, is found
    /// and read once. On GPUs neighbouring invocations make neighbours.
    /// </summary>
    static int Run(Pass pass, FusedProgram program)
    {
        int[] runs = pass.IsOnCpu && program.Halves == 0 ? [16, 8, 4] : [];
        return runs.FirstOrDefault(run => program.Sizes[^1] % run == 0, 1);
    }

    /// <summary>What random numbers are drawn from; nothing for a program that draws none, so that it depends on no counter.</summary>
    public static Arg Counters(Pass pass, FusedProgram? program) => program is { DrawsRandom: true } ? pass.RandomCounters : Arg.Nothing;

    /// <summary>The addresses, and nulls up to a number.</summary>
    public static IEnumerable<Arg> Addresses(Arg[] addresses, int length) =>
        addresses.Concat(Enumerable.Repeat(Arg.Nothing, length - addresses.Length));
}
