using System.CommandLine;
using System.Text;
using VkLearn.Engine;
using VkLearn.Models;

namespace VkLearn.Cli;

/// <summary><c>vklearn show SCENE</c>: what a scene's model is made of, and the scene as it will run. It needs neither device nor data.
/// </summary>
static class ShowCommand
{
    public static Command Make()
    {
        Argument<string> scene = RunCommand.SceneArgument();
        Option<string[]> set = RunCommand.SetOption();
        Command command = new("show", "Show a scene: its layers, their sizes and cost, and all its settings.") { scene, set };
        command.SetAction(parsed =>
        {
            SceneFile file = SceneFile.Read(parsed.GetRequiredValue(scene), RunCommand.Changes(parsed, set));
            foreach (Layer model in file.Learners.SelectMany(one => one.Learner.Models).Distinct())
            {
                Console.Write(TextOf(model, [file.Batch, .. file.Data.Item], isOnly: file.Learner.Models.Count == 1));
            }

            Console.WriteLine(file.FullText);
        });
        return command;
    }

    /// <summary>A model that takes the data's items as a table; another, whose inputs only its learner knows, by its parameters.</summary>
    static string TextOf(Layer model, Shape items, bool isOnly)
    {
        try
        {
            return TableOf(ModelSummary.Of(model, items));
        }
        catch (ArgumentException) when (!isOnly)
        {
            return string.Concat(model.Parameters.Select(parameter => $"{parameter.Path}  {parameter.Shape}\n"));
        }
    }

    static string TableOf(ModelSummary summary)
    {
        string[][] rows =
        [
            ["layer", "type", "output", "parameters", "GFLOP a step"],
            .. summary.Layers.Select(layer => (string[])
                [layer.Path, layer.Type, $"{layer.Output}", Count(layer.Parameters), Gflop(layer.Gflop)]),
            ["", "", "", Count(summary.Parameters), Gflop(summary.Gflop)],
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            // Words to the left, numbers to the right.
            IEnumerable<string> cells = row.Select((cell, i) => i < 3 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    static string Count(long count) => count == 0 ? "" : $"{count:#,0}";

    static string Gflop(double gflop) => gflop == 0 ? "" : gflop < 0.001 ? $"{gflop:0.######}" : $"{gflop:0.000}";
}
