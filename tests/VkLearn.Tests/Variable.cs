namespace VkLearn.Tests;

/// <summary>An environment variable of this process, set until disposed: how tests turn the compiler's switches.</summary>
sealed class Variable : IDisposable
{
    readonly string name;
    readonly string? before;

    public Variable(string name, string? value)
    {
        (this.name, before) = (name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(name, before);
}
