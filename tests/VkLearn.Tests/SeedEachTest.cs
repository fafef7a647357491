using System.Reflection;
using Xunit.v3;

namespace VkLearn.Tests;

/// <summary>
/// Each test of a collection that shares a device begins with the same seed, whichever ran before it: what a small network does depends on
/// its weights, and now and then some let nothing through. The numbers that ops are checked on are fresh ones all the same.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SeedEachTest : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => GpuFixture.Current?.Gpu.Seed(1);
}
