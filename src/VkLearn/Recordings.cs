using VkLearn.Gpu;

namespace VkLearn;

public static class Recordings
{
    extension(GpuDevice gpu)
    {
        /// <summary>
        /// Traces a step and compiles it. The body's C# runs once, while tracing; reading a parameter or state gives its value at that
        /// point, so program order is the order of effects.
        /// </summary>
        /// <param name="training">False for evaluation: dropout, batch statistics and shuffling are left out.</param>
        /// <exception cref="ArgumentException">Shapes do not fit; the message names the op and what would be right.</exception>
        public Recording Record(Func<Tensor> body, bool training = true, string name = "step") =>
            Trace(gpu, () => [body()], training, name);

        /// <inheritdoc cref="extension(GpuDevice).Record(Func{Tensor}, bool, string)"/>
        public Recording Record(Func<Tensor[]> body, bool training = true, string name = "step") => Trace(gpu, body, training, name);

        /// <inheritdoc cref="extension(GpuDevice).Record(Func{Tensor}, bool, string)"/>
        public Recording Record(Action body, bool training = true, string name = "step") =>
            Trace(gpu, () => { body(); return []; }, training, name);

        /// <summary>Sets what random numbers, shuffling and initial weights come from. Set it before the first recording.</summary>
        public void Seed(uint seed) => Session.Of(gpu).SetSeed(seed);

        /// <summary>A new counter on this device, at 0.</summary>
        public Counter NewCounter(string name) => Session.Of(gpu).Counters.New(name);
    }

    static Recording Trace(GpuDevice gpu, Func<Tensor[]> body, bool training, string name)
    {
        if (VkLearn.Trace.IsRecording)
        {
            throw new InvalidOperationException("A recording cannot be made inside another: the body of Record runs once, while tracing.");
        }

        Session session = Session.Of(gpu);
        LooseTrace.OfThread.Flush(gpu);
        Trace trace = new() { Training = training, Session = session };
        Tensor[] results;
        using (VkLearn.Trace.Begin(trace))
        {
            results = body();
        }

        return Recording.Compile(session, trace, results, name);
    }
}
