using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Tests.Data.Sounds;
using Xunit;

namespace VkLearn.Tests.Mutants;

public sealed class WaveMutantsTests
{
    [Fact]
    public void AreReadOrRefused()
    {
        byte[] samples = [.. Enumerable.Range(0, 192).Select(i => (byte)(i * i % 100))];
        new MutantRun().Check(
            [
                WaveSourceTests.Wave(samples), WaveSourceTests.Wave(samples, hertz: 44_100, bits: 24, channels: 2),
                WaveSourceTests.Wave(samples, bits: 8), WaveSourceTests.Wave([.. new byte[192]], bits: 32, format: 3),
            ],
            bytes => WaveFile.Read("mutant", bytes).At(8000), refusal => refusal is DataException { Path: "mutant" });
    }
}
