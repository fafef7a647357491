using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class PatientViewTests(GpuFixture fixture)
{
    [Fact]
    public void APatientIsToldInFull()
    {
        using SmallClinic clinic = new(fixture.Gpu);
        PatientView view = new();
        clinic.Scene.Add("patient", view);
        using TextPanel panel = (TextPanel)view.MakeView();
        clinic.Diagnoses.Patient = 7;
        clinic.Learn();
        (float[] measured, int[] sick) = VkLearn.Data.DrawnClinic.Make(SmallClinic.Patients, 1u << 31 | 1);
        Assert.Equal("Patient 7", panel.Title);
        Assert.Equal(sick[7] > 0 ? "sick" : "healthy", panel.Find("in truth"));
        Assert.Equal(measured[7 * 5 + 2].ToString("G4", System.Globalization.CultureInfo.InvariantCulture), panel.Find("temperature"));
        Assert.Equal(Numbers.Percent(clinic.Read("probability")[2]), panel.Find("mlp: sick"));
        Assert.All((string[])["logistic: sick", "svm: sick", "height", "weight", "pulse", "pressure"],
            name => Assert.True(panel.Find(name) is { Length: > 0 }, name));
    }
}
