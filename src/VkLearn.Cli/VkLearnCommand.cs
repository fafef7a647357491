using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Rendering;

namespace VkLearn.Cli;

/// <summary>
/// The command <c>vklearn</c>, for a program of one's own: <c>return VkLearnCommand.Run(args);</c> is all of its Program.cs, and what its
/// project adds to the catalogues can be named in scenes.
/// </summary>
public static class VkLearnCommand
{
    const int Failed = 1, BadUsage = 2;

    /// <summary>Does what the arguments say; what goes wrong is told on standard error.</summary>
    /// <returns>The exit code: 0; 1 where it failed, 2 where the arguments are wrong, 128 and the signal's number where one ended a run,
    /// or would have: 141 where whoever read standard output has ended.
    /// </returns>
    public static int Run(params string[] args)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        CultureInfo culture = CultureInfo.CurrentCulture;
        Console.SetOut(StandardStream.Output.NewWriter());
        Console.SetError(StandardStream.Error.NewWriter());
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return Do(args);
        }
        catch (OutputException closed)
        {
            return closed.ExitCode;
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    static int Do(string[] args)
    {
        Option<bool> verbose = new("--verbose") { Description = "Tell where in the code something failed.", Recursive = true };
        Command[] verbs =
        [
            DevicesCommand.Make(), ScenesCommand.Make(), ShowCommand.Make(), RunCommand.Make(), EvalCommand.Make(), InferCommand.Make(),
            GenerateCommand.Make(), ListCommand.Make(), NewCommand.Make(), BenchCommand.Make(), TuneCommand.Make(),
            CompletionCommand.Make(),
        ];
        RootCommand root = new("VkLearn: deep learning on any Vulkan device.") { verbose };
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion();
        Array.ForEach(verbs, root.Add);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
            {
                Console.Error.WriteLine($"vklearn: {message}");
            }

            string names = string.Join(", ", verbs.Select(verb => verb.Name));
            Console.Error.WriteLine($"vklearn VERB --help says what there is; the verbs are {names}.");
            return BadUsage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception failure) when (failure is not OutputException { IsClosed: true })
        {
            Console.Error.WriteLine($"vklearn: {(IsExpected(failure) && !parsed.GetValue(verbose) ? failure.Message : failure)}");
            return Failed;
        }
    }

    /// <summary>Whether its message is all that a user needs: no fault of the program's.</summary>
    static bool IsExpected(Exception failure) => failure is SettingsException or DataException or NoDeviceException or VulkanException
        or NanException or PeerException or WindowException or ArgumentException or InvalidOperationException or NotSupportedException
        or IOException or UnauthorizedAccessException;

    sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            Console.WriteLine($"vklearn {ThisProgram.Version}");
            return 0;
        }
    }
}
