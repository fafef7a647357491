using VkLearn.Engine;
using Xunit;

namespace VkLearn.Tests.Engine;

public sealed class SceneErrorTests
{
    [Fact]
    public void WithoutAHandlerTheStackGoesToStandardError()
    {
        Scene scene = new();
        scene.Add("culprit", new Thrower());
        TextWriter error = Console.Error;
        using StringWriter written = new();
        Console.SetError(TextWriter.Synchronized(written));
        try
        {
            scene.Frame(0);
        }
        finally
        {
            Console.SetError(error);
        }

        string text = written.ToString();
        Assert.Contains("Entity \"culprit\": Thrower failed in Update and was stopped: no number", text);
        Assert.Contains("System.FormatException: no number", text);
        Assert.Contains($"at {typeof(Thrower).FullName!.Replace('+', '.')}.FindNumber()", text);
    }

    [Fact]
    public void AHandlerGetsTheStackWithTheCause()
    {
        Scene scene = new();
        List<BehaviourException> errors = [];
        scene.Error += errors.Add;
        scene.Add("culprit", new Thrower());
        scene.Frame(0);

        Assert.Contains("FindNumber", Assert.IsType<FormatException>(Assert.Single(errors).InnerException).StackTrace);
    }

    sealed class Thrower : Behaviour
    {
        protected override void Update() => FindNumber();

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void FindNumber() => throw new FormatException("no number");
    }
}
