using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Learners;
using VkLearn.Tests.Engine.Views;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class DiagnosesBehaviourTests(GpuFixture fixture)
{
    /// <summary>Against float64, from the models' scores, at a threshold that was turned.</summary>
    [Fact]
    public void AreWhatTheModelsSayOfThePatients()
    {
        using SmallClinic clinic = new(fixture.Gpu);
        clinic.Diagnoses.Threshold = 0.3;
        clinic.Learn();
        double[][] scores = clinic.Scores();
        bool[] isSick = [.. clinic.Learner.Shown.Sick.Select(value => value > 0)];
        (float[] areas, float[] roc) = (clinic.Read("areas"), clinic.Read("roc"));
        (float[] operating, float[] figures) = (clinic.Read("operating"), clinic.Read("figures"));
        float[] calibration = clinic.Read("calibration");
        for (int model = 0; model < 3; model++)
        {
            double[] sick = [.. scores[model].Where((_, i) => isSick[i])], healthy = [.. scores[model].Where((_, i) => !isSick[i])];
            Assert.Equal(sick.Average(s => healthy.Average(h => s > h ? 1 : s == h ? 0.5 : 0)), areas[model], 1e-5);
            double odds = Math.Log(0.3 / 0.7);
            double[] rates = [sick.Average(s => s >= odds ? 1 : 0), healthy.Average(h => h < odds ? 1 : 0)];
            Assert.Equal(rates[0], operating[3 * model], 1e-5);
            Assert.Equal(rates[1], operating[3 * model + 1], 1e-5);
            Assert.Equal((rates[0] * sick.Length + rates[1] * healthy.Length) / isSick.Length, operating[3 * model + 2], 1e-5);
            Assert.Equal([areas[model], .. operating[(3 * model)..(3 * model + 3)]], figures[(4 * model)..(4 * model + 4)]);

            // The point of the threshold lies on the curve.
            int at = (int)Math.Round((1 - rates[1]) * (DiagnosesBehaviour.Points - 1)), row = model * DiagnosesBehaviour.Points;
            Assert.InRange(rates[0], roc[row + Math.Max(0, at - 1)] - 1e-5, roc[row + Math.Min(200, at + 1)] + 1e-5);
            for (int bin = 0; bin < DiagnosesBehaviour.Bins; bin++)
            {
                bool[] there = [.. isSick.Where((_, i) => (int)(10 / (1 + Math.Exp(-scores[model][i]))) == bin)];
                Assert.Equal(there.Length == 0 ? float.NaN : (float)there.Average(one => one ? 1.0 : 0),
                    calibration[model * DiagnosesBehaviour.Bins + bin], new Near(1e-5f));
            }
        }

        Assert.InRange(areas[0], 0.6, 1); // it has learned something, so that all this means something
    }

    /// <summary>Of a linear model the contributions and the bias are the score.</summary>
    [Fact]
    public void SayWhatDroveThePatientThatIsChosen()
    {
        using SmallClinic clinic = new(fixture.Gpu);
        clinic.Learn();
        float[] first = clinic.Read("contributions");
        clinic.Diagnoses.Knobs[1].Set(16.6);
        clinic.Frame();
        Assert.Equal(17, clinic.Diagnoses.Patient);
        double[][] scores = clinic.Scores();
        (float[] contributions, float[] probability) = (clinic.Read("contributions"), clinic.Read("probability"));
        Assert.NotEqual(first, contributions);
        for (int model = 0; model < 2; model++)
        {
            double bias = clinic.Learner.Risk.Parameters[2 * model + 1].ToArray()[0];
            Assert.Equal(scores[model][17], contributions.Where((_, i) => i % 3 == model).Sum(value => (double)value) + bias, 1e-5);
        }

        Assert.All(Enumerable.Range(0, 3), model => Assert.Equal(1 / (1 + Math.Exp(-scores[model][17])), probability[model], 1e-5));
        clinic.Diagnoses.Patient = 1_000_000;
        Assert.Equal(SmallClinic.Patients - 1, clinic.Diagnoses.Patient);
        clinic.Diagnoses.Threshold = 7;
        Assert.Equal(1, clinic.Diagnoses.Threshold);
    }

    /// <summary>To look changes nothing of what is learned.</summary>
    [Fact]
    public void ToLookChangesNothing()
    {
        float[] seen, unseen;
        using (SmallClinic clinic = new(fixture.Gpu))
        {
            clinic.Learn();
            seen = [.. clinic.Learner.Risk.Parameters.SelectMany(parameter => parameter.ToArray())];
        }

        using (SmallClinic clinic = new(fixture.Gpu))
        {
            clinic.Diagnoses.IsEnabled = false;
            clinic.Learn();
            unseen = [.. clinic.Learner.Risk.Parameters.SelectMany(parameter => parameter.ToArray())];
        }

        Assert.Equal(seen, unseen);
    }

    [Fact]
    public void SayWhatTheyNeed()
    {
        using SmallScene small = new(fixture.Gpu);
        small.Scene.Add("patients", new DiagnosesBehaviour());
        Assert.Equal("Diagnoses are of a learner of type CrossValidation; this is a Classifier.",
            Assert.Throws<ArgumentException>(() => small.Scene.FindTensor("patients/roc")).Message);
        using SmallClinic clinic = new(fixture.Gpu);
        Assert.Equal("Diagnoses have no tensor \"rocks\". They have: roc, areas, calibration, operating, figures, contributions, "
            + "probability.",
            Assert.Throws<UnknownTensorException>(() => clinic.Scene.FindTensor("patients/rocks")).Message);
    }
}
