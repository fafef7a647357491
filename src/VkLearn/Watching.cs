namespace VkLearn;

public static class Watching
{
    extension(Tensor tensor)
    {
        /// <summary>
        /// Keeps this value where it can be seen and read after each replay, under a name. It never changes what is computed. Outside a
        /// recording every value can be read, and this does nothing.
        /// </summary>
        /// <exception cref="ArgumentException">The name is taken in this recording.</exception>
        public Tensor Watch(string? name = null)
        {
            name ??= tensor.Name ?? throw new ArgumentException("This tensor has no name of its own: Watch(\"a name\").");
            if (Trace.IsRecording)
            {
                Trace.Current.Watch(name, tensor);
            }

            return tensor;
        }

        /// <summary>What this was computed from, in the recording that is traced, by its name: <c>layers.1:output</c>.</summary>
        /// <exception cref="UnknownTensorException">Nothing of it has the name; the message lists what there is.</exception>
        public Tensor Source(string name)
        {
            Dictionary<string, Tensor> named = Trace.NamesOf([tensor]);
            return named.TryGetValue(name, out Tensor? source) ? source : throw Trace.Unknown(name, [.. named.Keys], "model");
        }
    }
}
