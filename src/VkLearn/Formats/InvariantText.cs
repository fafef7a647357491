using System.Globalization;

namespace VkLearn.Formats;

/// <summary>
/// Texts that decide something: what a checkpoint must agree with, what another program reads. They are made under the invariant culture,
/// whatever the thread's is, so that 0.9 is never "0,9", also where they are a user's own.
/// </summary>
static class InvariantText
{
    public static T Of<T>(Func<T> make)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return make();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
