namespace VkLearn;

public static class Watching
{
    extension(Tensor tensor)
    {
        /// <summary>
        /// Keeps this value where it can be seen and read after each replay, under a name. It never changes what is computed.
        /// </summary>
        /// <exception cref="ArgumentException">The name is taken in this recording.</exception>
        public Tensor Watch(string? name = null)
        {
            Trace.Current.Watch(
                name ?? tensor.Name ?? throw new ArgumentException("This tensor has no name of its own: Watch(\"a name\")."), tensor);
            return tensor;
        }
    }
}
