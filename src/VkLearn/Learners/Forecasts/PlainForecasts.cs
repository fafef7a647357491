using VkLearn.Data;
using VkLearn.Models;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// Forecasts that whoever learns must beat: <c>persistence</c>, the last value again; <c>seasonal</c>, the values of a season ago; and
/// <c>linear</c>, one linear map shared by all columns (<see cref="LinearForecast"/>).
/// </summary>
/// <param name="season">Steps after which a series comes again; 0: there is none.</param>
sealed class PlainForecasts(Dataset train, int season)
{
    const string Persistence = "persistence", Seasonal = "seasonal", Linear = "linear";

    readonly LinearForecast linear = LinearForecast.Fit(train.Read(SeriesWindows.PastName), train.Fields[0].Shape[1],
        train.Fields[0].Shape[0], train.Fields[1].Shape[0]);

    public static IReadOnlyList<string> Names => [Persistence, Seasonal, Linear];

    /// <summary>[N, past, columns] to [N, ahead, columns], by name; without a season, or where a window has not all of one, there is no
    /// <c>seasonal</c>.</summary>
    public IEnumerable<(string Name, Tensor Forecast)> Of(Tensor past, int ahead)
    {
        yield return (Persistence, Last(past).BroadcastTo([past.Shape[0], ahead, past.Shape[2]]));
        if (season > 0 && season <= past.Shape[1])
        {
            Tensor[] again = new Tensor[(ahead + season - 1) / season];
            Array.Fill(again, past.Slice(1, past.Shape[1] - season, season));
            yield return (Seasonal, (again.Length == 1 ? again[0] : Concat.Of(1, again)).Slice(1, 0, ahead));
        }

        yield return (Linear, linear.Of(past));
    }

    static Tensor Last(Tensor past) => past.Slice(1, past.Shape[1] - 1, 1);
}
