namespace VkLearn.Gpu;

/// <summary>What was measured on a device and chosen by it. What the names mean is for those to know who measured.</summary>
/// <param name="Device">Its name.</param>
/// <param name="Driver">Its driver and version: with another, other things may be best.</param>
/// <param name="Choices">What to do by what, where that is not what would be done anyway.</param>
/// <param name="Milliseconds">All that was measured: what was to be done, and how long each way to do it took.</param>
public sealed record DeviceChoices(
    string Device, string Driver, IReadOnlyDictionary<string, string> Choices,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Milliseconds)
{
    /// <summary>Whether they are of this device with this driver.</summary>
    public bool AreOf(DeviceInfo info) => (Device, Driver) == (info.Name, info.Driver);
}
