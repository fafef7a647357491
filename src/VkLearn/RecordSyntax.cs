using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn;

public static class RecordSyntax
{
    extension(GpuDevice gpu)
    {
        /// <summary>
        /// Traces a step and compiles it. The body's C# runs once, while tracing; reading a parameter or state gives its value at that
        /// point, so program order is the order of effects.
        /// </summary>
        /// <param name="training">False for evaluation: dropout, batch statistics and shuffling are left out.</param>
        /// <param name="watch">Names of tensors to see after each replay, such as <c>layers.1:output</c>,
        /// as <see cref="Watching"/> does.</param>
        /// <param name="precision">How numbers lie in memory between kernels.</param>
        /// <exception cref="ArgumentException">Shapes do not fit; the message names the op and what would be right.</exception>
        /// <exception cref="UnknownTensorException">Nothing that the step computes has a name that is to be watched; the message lists
        /// those there are.</exception>
        public Recording Record(Func<Tensor> body, bool training = true, string name = "step", IReadOnlyCollection<string>? watch = null,
            Precision precision = Precision.Float32) =>
            Trace(gpu, () => [body()], training, name, watch, precision);

        /// <inheritdoc cref="extension(GpuDevice).Record(Func{Tensor}, bool, string, IReadOnlyCollection{string}, Precision)"/>
        public Recording Record(Func<Tensor[]> body, bool training = true, string name = "step",
            IReadOnlyCollection<string>? watch = null, Precision precision = Precision.Float32) =>
            Trace(gpu, body, training, name, watch, precision);

        /// <inheritdoc cref="extension(GpuDevice).Record(Func{Tensor}, bool, string, IReadOnlyCollection{string}, Precision)"/>
        public Recording Record(Action body, bool training = true, string name = "step", IReadOnlyCollection<string>? watch = null,
            Precision precision = Precision.Float32) =>
            Trace(gpu, () => { body(); return []; }, training, name, watch, precision);

        /// <summary>
        /// Sets what random numbers, shuffling and initial weights come from. Set it before the first recording. Models of one form begin
        /// with different weights, by the order in which recordings first use them; that order begins anew here, so that the same program
        /// after the same seed has the same bits.
        /// </summary>
        public void Seed(uint seed) => Session.Of(gpu).SetSeed(seed);

        /// <summary>Traces without compiling: for what places and names a step makes.</summary>
        internal void Trace(Action body, bool training = true) =>
            TraceOnly(gpu, () => { body(); return []; }, training, Precision.Float32, null);

        /// <summary>A step of training whose random numbers are counted by a clock of its own; null: by the device's.</summary>
        internal Recording RecordTraining(Action body, string name, Precision precision, (Tensor Block, Counter Clock)? random) =>
            Trace(gpu, () => { body(); return []; }, training: true, name, null, precision, random);

        /// <summary>A new counter on this device, at 0.</summary>
        public Counter NewCounter(string name) => Session.Of(gpu).Counters.New(name);
    }

    static Recording Trace(GpuDevice gpu, Func<Tensor[]> body, bool training, string name, IReadOnlyCollection<string>? watch,
        Precision precision, (Tensor Block, Counter Clock)? random = null)
    {
        if (VkLearn.Trace.IsRecording)
        {
            throw new InvalidOperationException("A recording cannot be made inside another: the body of Record runs once, while tracing.");
        }

        (Trace trace, Tensor[] results) = TraceOnly(gpu, body, training, precision, random, (trace, results) =>
            trace.WatchByName(watch ?? [], results, name));
        LooseTrace.Shared.Compute(Graph.Ends(trace, results).Roots, gpu); // what was made before it is computed once, not by each replay
        return Recording.Compile(Session.Of(gpu), trace, results, name);
    }

    static (Trace Trace, Tensor[] Results) TraceOnly(GpuDevice gpu, Func<Tensor[]> body, bool training, Precision precision,
        (Tensor Block, Counter Clock)? random, Action<Trace, Tensor[]>? ended = null)
    {
        LooseTrace.Shared.Flush(gpu);
        Trace trace = new() { Training = training, Session = Session.Of(gpu), Precision = precision, Random = random };
        using (VkLearn.Trace.Begin(trace))
        {
            Tensor[] results = body();
            trace.End();
            ended?.Invoke(trace, results);
            return (trace, results);
        }
    }
}
