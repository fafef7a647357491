using VkLearn.Engine;

namespace VkLearn.Cli;

/// <summary>Tells of a run while it goes.</summary>
interface IRunReport
{
    /// <summary>A line for a person.</summary>
    void Note(string text);

    /// <param name="steps">The whole run's; null where the time decides.</param>
    void Start(int? steps, int stepsPerEpoch);

    void Progress(RunProgress progress);

    void Done(RunResult result, StartUp start);
}
