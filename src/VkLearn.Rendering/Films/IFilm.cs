namespace VkLearn.Rendering;

/// <summary>Frames that go into a file one after the other, so that memory does not grow with their number.</summary>
interface IFilm : IDisposable
{
    /// <summary>Adds a frame. What the file then holds can be played.</summary>
    /// <param name="rgba">Rows from the top, each pixel red, green, blue, alpha; of the film's size.</param>
    /// <exception cref="IOException">It cannot be written; what was there before can still be played.</exception>
    void Add(byte[] rgba);
}
