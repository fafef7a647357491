using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Mutants;

/// <summary>Tables and trees.</summary>
public sealed class TextMutantsTests
{
    readonly string path = Path.Combine(TempFolder.New(), "mutant.csv");

    [Fact]
    public void TablesAreReadOrRefused()
    {
        byte[] numbers = "width,height,kind\n1.5,2,a\n2,3e1,b\n-1,4,a\n7,8,b\n1,0,a\n5,6,b\n"u8.ToArray();
        byte[] words = "colour;size;\"the price; in all\"\nred;1;2\n\"a \"\"b\"\"\";;3\nblue;4;5\nred;6;7\nblue;8;9\n"u8.ToArray();
        new MutantRun().Check([numbers, words, "1\t2\t3\n4\t5\t6\n7\t8\t9\n1\t1\t1\n"u8.ToArray()], bytes =>
        {
            File.WriteAllBytes(path, bytes);
            Make(new CsvSource(path) { TargetIsLast = true, Fill = MissingFill.Mean, MarksMissing = true });
        }, refusal => refusal is DataException told && told.Path == path);
    }

    /// <summary>Without a device.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(Make))]
    static extern Splits Make(CsvSource source);

    [Fact]
    public void TreesAreReadOrRefused() => new MutantRun().Check(
        [
            "(3 (2 It) (4 (1 (0 really) (3 does)) (4 work)))\n(4 Good)\n"u8.ToArray(),
            @"(2 (2 (2 -LRB-) (2 -RRB-)) (2 (2 1\/2) (2 8)))"u8.ToArray(), "(1 (2 (3 a) (4 b)) (0 c))\n\n(2 d)"u8.ToArray(),
        ],
        bytes =>
        {
            string text = TextPieces.TextOf("mutant", bytes, "save it as that");
            BracketReader.Read(text, "mutant", classes: 5);
            BracketReader.Read(text, "mutant", classes: 5, needsLabels: false);
        },
        refusal => refusal is DataException { Path: "mutant" });
}
