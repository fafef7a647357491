using System.Text;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Layers;

namespace VkLearn.Training;

/// <summary>
/// Which tensor of another program's file is which place of a model. Layers are taken in order, ours as they run and the file's by name
/// (2 before 10), each the first of those left whose tensors have the same last names (weight, bias) and fitting shapes.
/// </summary>
static class WeightMatch
{
    /// <exception cref="DataException">A layer finds no tensors, or tensors find no layer.</exception>
    public static List<(Place Place, SafetensorsTensor Tensor, bool IsTransposed)> Find(SafetensorsFile file, List<Place> places) =>
        Find(file, places, isTransposed: true, out string problem)
            ?? Find(file, places, isTransposed: false, out _)
            ?? throw new DataException(file.Path, problem);

    /// <param name="isTransposed">Whether a matrix of the file is (out, in).</param>
    static List<(Place, SafetensorsTensor, bool)>? Find(SafetensorsFile file, List<Place> places, bool isTransposed, out string problem)
    {
        List<SafetensorsTensor[]> left = [.. file.Tensors.GroupBy(tensor => Layer(tensor.Name))
            .OrderBy(layer => Sortable(layer.Key), StringComparer.Ordinal).Select(layer => layer.ToArray())];
        List<(Place, SafetensorsTensor, bool)> matches = [];
        foreach (Place[] layer in places.GroupBy(place => Layer(place.Path)).Select(layer => layer.ToArray()))
        {
            SafetensorsTensor[]? fitting = left.Find(tensors => layer.Length == tensors.Length
                && layer.All(place => tensors.Any(tensor => Fits(place, tensor, isTransposed))));
            if (fitting is null)
            {
                problem = $"no tensors fit {List(layer)} of the model. The file has {List(left.SelectMany(tensors => tensors))} left.";
                return null;
            }

            left.Remove(fitting);
            matches.AddRange(layer.Select(place =>
                (place, fitting.First(tensor => Fits(place, tensor, isTransposed)), isTransposed && IsMatrix(place))));
        }

        problem = left is [] ? "" : $"{List(left.SelectMany(tensors => tensors))} have no place in the model.";
        return left is [] ? matches : null;
    }

    static bool Fits(Place place, SafetensorsTensor tensor, bool isTransposed) =>
        tensor.Name[(tensor.Name.LastIndexOf('.') + 1)..] == place.Name
            && tensor.Shape == (isTransposed && IsMatrix(place) ? [place.Shape[1], place.Shape[0]] : place.Shape);

    /// <summary>What is [in, out] with us and (out, in) elsewhere.</summary>
    static bool IsMatrix(Place place) => place is Parameter { Owner: Dense, Shape.Rank: 2 };

    /// <summary>Each number as long as any, so that 2 comes before 10.</summary>
    static string Sortable(string name)
    {
        StringBuilder key = new(), digits = new();
        foreach (char c in name + '\0')
        {
            if (char.IsAsciiDigit(c))
            {
                digits.Append(c);
                continue;
            }

            key.Append(digits.Length > 0 ? digits.ToString().PadLeft(20, '0') : "").Append(c);
            digits.Clear();
        }

        return key.ToString();
    }

    static string Layer(string name) => name[..Math.Max(0, name.LastIndexOf('.'))];

    static string List<T>(IEnumerable<T> all) => string.Join(", ", all) is { Length: > 0 } list ? list : "nothing";
}
