namespace VkLearn.Data;

/// <summary>Finds columns by name.</summary>
static class Columns
{
    /// <param name="set">Who has the columns, for the message.</param>
    /// <exception cref="ArgumentException">There is no such column; the message names those there are, and the nearest.</exception>
    public static int Find(string set, IReadOnlyList<Field> fields, string name)
    {
        for (int i = 0; i < fields.Count; i++)
        {
            if (fields[i].Name == name)
            {
                return i;
            }
        }

        string[] known = [.. fields.Select(field => field.Name)];
        string nearest = NearestWord.Meant(name, known);
        throw new ArgumentException($"{set} has no column \"{name}\".{nearest} It has: {string.Join(", ", known)}.");
    }
}
