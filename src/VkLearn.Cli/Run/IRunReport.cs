using VkLearn.Engine;

namespace VkLearn.Cli;

/// <summary>Tells of a run while it goes.</summary>
interface IRunReport
{
    /// <summary>A line for a person.</summary>
    void Note(string text);

    void Start(RunStart start);

    void Progress(RunProgress progress);

    void Test(TestResult result);

    void Done(RunResult result, StartUp start);
}
