using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class ContributionsViewTests(GpuFixture fixture)
{
    [Fact]
    public void ContributionsAreAMatrixOfThePatientsNumbers()
    {
        using SmallClinic clinic = new(fixture.Gpu);
        ContributionsView view = new();
        clinic.Scene.Add("contributions", view);
        clinic.Learn();
        using Matrix matrix = (Matrix)view.MakeView();
        Assert.Equal(["height", "weight", "temperature", "pulse", "pressure"], matrix.Rows);
        Assert.Equal(["logistic", "svm", "mlp"], matrix.Columns);
        using Picture picture = new(fixture.Gpu, matrix);
        picture.Draw();
        float[] values = clinic.Read("contributions");
        (int width, int height) = matrix.CellSize;
        for (int i = 0; i < values.Length; i++)
        {
            uint cell = picture.At(matrix.Area.X + i % 3 * width + 1, matrix.Area.Y + i / 3 * height + 1);
            (int red, int blue) = ((int)(cell & 255), (int)(cell >> 16 & 255));
            if (MathF.Abs(values[i]) > 0.3f * values.Max(MathF.Abs))
            {
                Assert.True(values[i] > 0 ? red > blue : blue > red, $"{values[i]} is {cell:x8}"); // orange speaks for sick, blue against
            }
        }

        clinic.Scene.Add("other", new ContributionsView("trainer"));
        Assert.ThrowsAny<ArgumentException>(() => clinic.Scene.FindBehaviours<ContributionsView>().Last().MakeView());
        Assert.Equal("\"trainer\" has no diagnoses. Add a behaviour of type Diagnoses with that name.",
            Assert.Throws<ArgumentException>(() => clinic.Scene.DiagnosesOf("trainer")).Message);
    }
}
