namespace VkLearn.Data;

/// <summary>
/// A file's bytes for a decoder that would take zeros for what is missing: a read beyond the end throws. So whatever format it is of, what
/// was cut off is found by the decoder's asking for it.
/// </summary>
sealed class WholeFile(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    public override int ReadByte() => base.ReadByte() is >= 0 and var value ? value : throw End();

    // The other ways to read come here.
    public override int Read(byte[] buffer, int offset, int count) =>
        base.Read(buffer, offset, count) is var read && read == count ? read : throw End();

    EndOfStreamException End() => new($"the decoder asks for more than its {Length} bytes");
}
